// From code and params to sentences. The page and the terminal use the same three parts: expected, actual, why.
import { clean } from './clean';
import { en, type Code } from './messages/en';
import { MOMENTS } from './messages/moments';
import type { Parts } from './messages/parts';
import { zh } from './messages/zh';
import type { CheckVerdict, Json, Params, StepVerdict } from './verdict';

export type Language = 'en' | 'zh';

/** An author's own words for a check, by code and language; what is left out comes from the grader. */
export type Overrides = Readonly<
  Record<string, Partial<Record<Language, { [Part in keyof Parts]?: string | undefined }>>>
>;

const MESSAGES: Record<Language, Record<Code, Parts>> = { en, zh };
const SEPARATOR: Record<Language, string> = { en: ', ', zh: '、' };
const NOTHING: Record<Language, string> = { en: 'none', zh: '无' };

/** @returns the three sentences for a result. Placeholders are {name} of params; a list is joined, an empty one says so. */
export function renderParts(
  { code, params }: { code: string; params: Params },
  language: Language,
  overrides: Overrides = {},
): Parts {
  const own = Object.hasOwn(overrides, code) ? overrides[code]?.[language] : undefined;
  // A stored verdict may have a code that a later grader no longer knows.
  const known = Object.hasOwn(en, code) ? (code as Code) : 'grader.error';
  const say = (part: keyof Parts) =>
    fill(own?.[part] ?? MESSAGES[language][known][part], { detail: code, ...params }, language);
  return { expected: say('expected'), actual: say('actual'), why: say('why') };
}

const HEADINGS: Record<Language, { expected: string; actual: string; why: string; evidence: string }> = {
  en: { expected: 'expected', actual: 'actual', why: 'why', evidence: 'evidence' },
  zh: { expected: '预期', actual: '实际', why: '原因', evidence: '证据' },
};
const MARKS: Record<CheckVerdict['verdict'], string> = { pass: '●', fail: '✕', 'not graded': '◌' };
const WORDS: Record<Language, Record<CheckVerdict['verdict'], string>> = {
  en: { pass: 'pass', fail: 'differs', 'not graded': 'not graded' },
  zh: { pass: '通过', fail: '不符', 'not graded': '未评分' },
};

export interface RenderOptions {
  language: Language;
  /** Titles and the author's words, by check id. */
  checks?: Readonly<Record<string, { title?: string; messages?: Overrides }>>;
}

/** @returns a verdict as plain text for a terminal, ending with a line feed. Nothing of a learner's can move the cursor: see clean.ts. */
export function renderVerdict(verdict: StepVerdict, { language, checks = {} }: RenderOptions): string {
  const lines = [
    `${MARKS[verdict.verdict]} ${verdict.step}: ${WORDS[language][verdict.verdict]}  ${verdict.points}/${verdict.maxPoints}`,
  ];
  for (const check of verdict.checks) {
    const known = Object.hasOwn(checks, check.id) ? checks[check.id] : undefined;
    lines.push(
      `  ${MARKS[check.verdict]} ${known?.title ?? check.id}  ${check.points}/${check.maxPoints}  [${check.code}]`,
    );
    if (check.verdict === 'pass') continue;
    const parts = renderParts(check, language, known?.messages);
    const heading = HEADINGS[language];
    lines.push(
      `      ${heading.expected}: ${parts.expected}`,
      `      ${heading.actual}: ${parts.actual}`,
      `      ${heading.why}: ${parts.why}`,
    );
    for (const { source, netns, line, text } of check.evidence) {
      const place = [source, netns, line].filter((each) => each !== null).join(' ');
      lines.push(`      ${heading.evidence}: ${place} | ${text}`);
    }
  }
  return `${lines.join('\n')}\n`;
}

function fill(template: string, params: Params, language: Language): string {
  return template.replace(/\{([a-zA-Z]+)\}/g, (_, key: string) => {
    const value = Object.hasOwn(params, key) ? (params[key] ?? null) : null;
    return (key === 'since' || key === 'moment') && isMoment(value) ? MOMENTS[language][value] : show(value, language);
  });
}

type MomentName = keyof (typeof MOMENTS)['en'];
const isMoment = (value: Json): value is MomentName => typeof value === 'string' && Object.hasOwn(MOMENTS.en, value);

function show(value: Json, language: Language): string {
  if (value === null) return '–';
  if (Array.isArray(value)) {
    return value.length === 0 ? NOTHING[language] : value.map((each) => show(each, language)).join(SEPARATOR[language]);
  }
  if (typeof value !== 'object') return clean(String(value), 200);
  return isInner(value) ? renderParts(value, language).actual : clean(JSON.stringify(value), 200);
}

/** A result inside a result, as any and not have them. */
function isInner(value: { [key: string]: Json }): value is { code: Code; params: Params } {
  const { code, params } = value;
  return (
    typeof code === 'string' &&
    Object.hasOwn(en, code) &&
    typeof params === 'object' &&
    params !== null &&
    !Array.isArray(params)
  );
}
