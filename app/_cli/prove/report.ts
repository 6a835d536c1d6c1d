// A proof as text for people and as JUnit for CI. Pure.
import type { CaseResult } from './run-case';

export function textReport(results: readonly CaseResult[]): string {
  const lines: string[] = [];
  let lab = '';
  for (const { lab: key, script, kind, ok, messages, ms } of results) {
    if (key !== lab) lines.push(key);
    lab = key;
    lines.push(`  ${ok ? '✓' : '✗'} ${script.padEnd(34)} ${SAYS[kind].padEnd(22)} ${(ms / 1000).toFixed(1)} s`);
    for (const message of messages) lines.push(...message.split('\n').map((line) => `      ${line}`));
  }
  const failed = results.filter(({ ok }) => !ok).length;
  lines.push(failed === 0 ? `All ${results.length} proved.` : `${failed} of ${results.length} not proved.`);
  return lines.join('\n');
}

const SAYS: Record<CaseResult['kind'], string> = {
  untouched: 'nothing done: fails',
  solution: 'passes',
  wrong: 'fails as said',
  alt: 'passes as well',
};

export function junitReport(results: readonly CaseResult[]): string {
  const labs = [...new Set(results.map(({ lab }) => lab))];
  const suites = labs.map((lab) => {
    const cases = results.filter((result) => result.lab === lab);
    const failures = cases.filter(({ ok }) => !ok).length;
    return [
      `  <testsuite name="${escape(lab)}" tests="${cases.length}" failures="${failures}">`,
      ...cases.map(testcase),
      '  </testsuite>',
    ].join('\n');
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites name="podwire lab prove">',
    ...suites,
    '</testsuites>',
    '',
  ].join('\n');
}

function testcase({ lab, script, ok, messages, ms }: CaseResult): string {
  const head = `    <testcase classname="${escape(lab)}" name="${escape(script)}" time="${(ms / 1000).toFixed(3)}"`;
  if (ok) return `${head}/>`;
  const text = messages.join('\n');
  return `${head}>\n      <failure message="${escape(text.split('\n')[0] ?? '')}">${escape(text)}</failure>\n    </testcase>`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
};

// XML 1.0 has no way to write most control characters.
const escape = (text: string): string =>
  text
    .replace(/[^\t\n\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replace(/[&<>"\n]/g, (character) => ENTITIES[character] ?? character);
