// The reference answer of the lesson, as a learner would type it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseScript, type Script } from '../../content/_schema/script';
import { LESSON, type LessonPage } from './lesson-page';
import { ROOT } from './root';

export function readSolution(): Script {
  return parseScript(readFileSync(join(ROOT, 'content', LESSON, 'solution.sh'), 'utf8'));
}

/** Types what belongs to `step`, and fills in its answers. Presses nothing: the step may turn green by itself. */
export async function solve(lesson: LessonPage, script: Script, step: string): Promise<void> {
  for (const segment of script.segments.filter((one) => one.step === step)) {
    for (const line of segment.text.split('\n').filter((one) => one.trim() !== '' && !one.startsWith('#'))) {
      await lesson.terminal.run(line);
    }
  }
  for (const { check, value, command } of script.answers.filter((one) => one.step === step)) {
    const last = command === null ? '' : ((await lesson.terminal.run(command)).at(-1) ?? '');
    await lesson.answer(check, value ?? last);
  }
}
