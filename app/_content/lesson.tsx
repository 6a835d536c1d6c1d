// A lesson's text as React content: compiled once per change, rendered on the server for one learner's state.
import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { getTranslations } from 'next-intl/server';
import { parseScript } from '../../content/_schema';
import type { LessonView, Locale } from '../_server/views';
import type { LessonText } from '../_ui/lesson/lesson-page';
import { LessonCompiler, LessonDoesNotCompile } from './bundle';
import { lessonComponents } from './components';
import { readCourse, readLesson } from './course';
import { evaluateLesson } from './evaluate';
import { showsProblems } from './learner';

const compiler = new LessonCompiler();

/** The solution's lines for one step, with the terminal named where it changes. */
function solutionOf(script: string | null, step: string): string | null {
  if (script === null) return null;
  const segments = parseScript(script).segments.filter((segment) => segment.step === step);
  const several = new Set(segments.map((segment) => segment.terminal)).size > 1;
  const text = segments.map((segment) => (several ? `# ${segment.terminal}\n${segment.text}` : segment.text));
  return text.length > 0 ? text.join('\n\n') : null;
}

export async function readLessonText(locale: Locale, view: LessonView): Promise<LessonText> {
  const lesson = await readLesson(view.lesson);
  const t = await getTranslations({ locale, namespace: 'step' });
  if (!lesson) return { content: null, problem: null };
  const { dir } = await readCourse();
  const path = lesson.texts[locale];
  const file = relative(dir, path);
  try {
    const { code, problem } = await compiler.get(path, await readFile(path, 'utf8'));
    const Content = evaluateLesson(code);
    const components = lessonComponents({
      locale,
      view,
      questions: lesson.lab?.steps ?? [],
      words: { hintTitle: (number) => t('hintTitle', { number }), solution: t('solutionShow') },
      solution: (step) => solutionOf(lesson.lab?.solution ?? null, step),
    });
    return { content: <Content components={components} />, problem: showsProblems() ? problem : null };
  } catch (error) {
    if (!(error instanceof LessonDoesNotCompile)) throw error;
    return { content: null, problem: showsProblems() ? error.message : file };
  }
}
