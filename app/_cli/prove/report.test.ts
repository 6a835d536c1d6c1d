import { expect, test } from 'vitest';
import { junitReport, textReport } from './report';
import type { CaseResult } from './run-case';

const good: CaseResult = {
  lab: '10-pods/10-pause',
  script: 'solution.sh',
  kind: 'solution',
  ok: true,
  messages: [],
  ms: 4210,
  gradeMs: [],
};
const bad: CaseResult = {
  ...good,
  script: 'wrong/a.sh',
  kind: 'wrong',
  ok: false,
  messages: ['step join: <b> & "c"\n\x1b[31mred'],
};

test('textReport() names what was not proved, with its reasons', () => {
  const text = textReport([good, bad]);
  expect(text).toContain('✓ solution.sh');
  expect(text).toMatch(/✗ wrong\/a\.sh .*\n {6}step join/);
  expect(text).toMatch(/1 of 2 not proved\.$/);
});

test('textReport() says when all is proved', () => expect(textReport([good])).toMatch(/All 1 proved\.$/));

test('junitReport() counts and escapes', () => {
  const xml = junitReport([good, bad]);
  expect(xml).toContain('<testsuite name="10-pods/10-pause" tests="2" failures="1">');
  expect(xml).toContain('name="solution.sh" time="4.210"/>');
  expect(xml).toContain('<failure message="step join: &lt;b&gt; &amp; &quot;c&quot;">');
  expect(xml).not.toContain('\x1b');
});
