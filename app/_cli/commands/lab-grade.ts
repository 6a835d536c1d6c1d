import type { Command } from 'commander';
import { renderVerdict } from '../../../grader/render';
import type { StepVerdict } from '../../../grader/verdict';
import { BadNews, CliFailure, UsageError } from '../failure';
import { Grading } from '../grading';
import type { Host } from '../host';
import { selectLab, type LessonStep } from '../lesson';
import { note, say, sayJson } from '../output';
import { requireRunning } from '../runner/connect';
import { readSnapshots, writeSnapshots } from '../snapshots';

interface Options {
  step?: string;
  answer: string[];
  language: string;
  json?: boolean;
}

export function addLabGrade(lab: Command, host: Host): void {
  lab
    .command('grade')
    .description('the verdict on each step now, as the page would show it; exit code 0 when all pass')
    .argument('<id>', 'the lab')
    .option('--step <id>', 'only this step')
    .option('--answer <check=value>', 'what the learner answers', (value: string, all: string[]) => [...all, value], [])
    .option('--language <name>', 'en or zh', 'en')
    .option('--json', 'print JSON')
    .action(async (id: string, options: Options) => {
      if (options.language !== 'en' && options.language !== 'zh') throw new UsageError('--language is en or zh');
      const verdicts = await grade(host, id, options);
      if (options.json) sayJson({ lab: id, verdicts: verdicts.map(({ verdict }) => verdict) });
      else for (const { step, verdict } of verdicts) say(words(step, verdict, options.language).trimEnd());
      if (verdicts.some(({ verdict }) => verdict.verdict !== 'pass')) throw new BadNews('grade');
    });
}

async function grade(host: Host, id: string, options: Options): Promise<{ step: LessonStep; verdict: StepVerdict }[]> {
  const client = await requireRunning(host);
  try {
    const info = await client.lab(id);
    const { steps, key } = await selectLab(host, info.lab);
    const here = steps.filter(({ only }) => only === null || only.includes(info.backend));
    const wanted = options.step === undefined ? here : here.filter((step) => step.id === options.step);
    if (wanted.length === 0)
      throw new CliFailure(
        `Lab ${key} has no step ${options.step}`,
        `It has: ${here.map((step) => step.id).join(', ')}`,
      );
    const kept = await readSnapshots(host, id);
    if (!kept)
      note('A page started this lab: without its first snapshot, checks that compare with it are not graded here.');
    const grading = new Grading(client, id, here, kept ?? undefined);
    const answers = Object.fromEntries(options.answer.map(answerOf));
    const verdicts: { step: LessonStep; verdict: StepVerdict }[] = [];
    for (const step of wanted) {
      const verdict = await grading.grade(step, answers);
      verdicts.push({ step, verdict });
      const next = here[here.indexOf(step) + 1];
      if (verdict.verdict === 'pass' && next && kept) await grading.open(next);
    }
    if (kept) await writeSnapshots(host, id, { lab: kept.lab, ...grading.snapshots });
    return verdicts;
  } finally {
    client.close();
  }
}

function answerOf(text: string): [string, string] {
  const at = text.indexOf('=');
  if (at < 1) throw new UsageError(`--answer ${text}: write CHECK=VALUE`);
  return [text.slice(0, at), text.slice(at + 1)];
}

function words(step: LessonStep, verdict: StepVerdict, language: 'en' | 'zh'): string {
  const checks = Object.entries(step.checks).map(
    ([id, { title, messages }]) => [id, { title: title[language], messages }] as const,
  );
  return renderVerdict(verdict, { language, checks: Object.fromEntries(checks) });
}
