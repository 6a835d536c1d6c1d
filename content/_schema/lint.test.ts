import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { lintCourse } from './lint';
import { loadCourse } from './load';
import { findLesson } from './course';
import { labSpecFor } from './lab-spec';
import type { Problem } from './problem';

const CONTENT = join(import.meta.dirname, '..');
const LESSON = '10-pods/10-pause';
const folders: string[] = [];
let dir: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'podwire-lint-'));
  folders.push(dir);
  await cp(join(import.meta.dirname, 'testing', 'course'), dir, { recursive: true });
});
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

/** Replaces text in a file of the lesson; the text must be there. */
async function edit(file: string, from: string | RegExp, to: string): Promise<void> {
  const path = join(dir, file.includes('/') && !file.startsWith('wrong/') ? file : join('10-pods/10-hello', file));
  const text = await readFile(path, 'utf8');
  const changed = text.replace(from, to);
  expect(changed).not.toBe(text);
  await writeFile(path, changed);
}
const remove = (file: string) => rm(join(dir, '10-pods/10-hello', file));
const brief = (problems: Problem[]) =>
  problems.map(({ file, line, code }) => `${file.replace('10-pods/10-hello/', '')}:${line} ${code}`);

describe('lintCourse()', () => {
  test('finds nothing in a course that is right', async () => {
    expect(await lintCourse(dir)).toEqual([]);
  });
  test('finds nothing in this repository’s own course', async () => {
    expect(await lintCourse(CONTENT)).toEqual([]);
  });

  test.each<[string, () => Promise<void>, string[]]>([
    [
      'YAML that is broken',
      () => edit('lab.yaml', 'terminals: [workstation]', 'terminals: [workstation'),
      ['lab.yaml:4 yaml'],
    ],
    ['MDX that is broken', () => edit('lesson.en.mdx', '</Step>', ''), ['lesson.en.mdx:6 mdx']],
    [
      'an unknown check type',
      () => edit('lab.yaml', 'type: listening', 'type: listenning'),
      ['lab.yaml:15 unknown-check'],
    ],
    [
      'an unknown field',
      () => edit('lab.yaml', 'port: 80', 'prot: 80'),
      ['lab.yaml:14 missing-field', 'lab.yaml:17 unknown-field'],
    ],
    ['a value of the wrong kind', () => edit('lab.yaml', 'port: 80', 'port: eighty'), ['lab.yaml:17 wrong-value']],
    ['a missing translation of a text', () => edit('lab.yaml', ', zh: 服务器 }', ' }'), ['lab.yaml:8 missing-field']],
    ['a missing translation of the lesson', () => remove('lesson.zh.mdx'), ['lesson.zh.mdx:null missing-translation']],
    ['a duplicate key', () => edit('lab.yaml', 'mode: latch', 'mode: latch\n    mode: final'), ['lab.yaml:8 yaml']],
    [
      'a step without a check',
      () => edit('lab.yaml', /checks:[^]*?(?= {2}- id: ask)/, 'checks: []\n'),
      ['lab.yaml:9 wrong-value'],
    ],
    [
      'code blocks that differ',
      () => edit('lesson.zh.mdx', 'docker ps', 'docker ps -a'),
      ['lesson.zh.mdx:10 code-differs'],
    ],
    [
      'a code block that is missing',
      () => edit('lesson.zh.mdx', /```sh[^]*?```/, ''),
      ['lesson.zh.mdx:1 code-differs'],
    ],
    [
      'a Step without a step',
      () => edit('lab.yaml', '- id: serve', '- id: server'),
      [
        'lesson.en.mdx:1 step-without-text',
        'lesson.en.mdx:6 unknown-step',
        'lesson.zh.mdx:1 step-without-text',
        'lesson.zh.mdx:6 unknown-step',
        'solution.sh:1 missing-solution',
        'solution.sh:4 unknown-step',
        'wrong/other-port.sh:2 unknown-check-id',
        'wrong/other-port.sh:5 unknown-step',
      ],
    ],
    [
      'an unknown component',
      () => edit('lesson.en.mdx', '<Hint>', '<Hnt>').then(() => edit('lesson.en.mdx', '</Hint>', '</Hnt>')),
      ['lesson.en.mdx:6 missing-translation', 'lesson.en.mdx:13 unknown-component'],
    ],
    [
      'a hint in one language only',
      () => edit('lesson.zh.mdx', /<Hint>[^]*?<\/Hint>/, ''),
      ['lesson.zh.mdx:6 missing-translation'],
    ],
    [
      'a question without a field',
      () => edit('lesson.en.mdx', /<Answer[^]*?<\/Answer>/, ''),
      ['lesson.en.mdx:17 answer-without-field'],
    ],
    [
      'a field without a question',
      () => edit('lesson.en.mdx', '<Answer id="port">', '<Answer id="prot">'),
      ['lesson.en.mdx:17 answer-without-field', 'lesson.en.mdx:19 unknown-check-id'],
    ],
    [
      'a fence for a terminal that is not there',
      () => edit('lesson.en.mdx', '```sh run', '```sh run on=worker'),
      ['lesson.en.mdx:10 unknown-terminal', 'lesson.zh.mdx:10 code-differs'],
    ],
    [
      'a second check of that id',
      () => edit('lab.yaml', '{ id: port', '{ id: listens'),
      [
        'lab.yaml:21 duplicate-id',
        'lesson.en.mdx:17 answer-without-field',
        'lesson.en.mdx:19 unknown-check-id',
        'lesson.zh.mdx:17 answer-without-field',
        'lesson.zh.mdx:19 unknown-check-id',
        'solution.sh:6 unknown-check-id',
      ],
    ],
    [
      'points that nobody reaches',
      () => edit('lab.yaml', 'mode: final', 'mode: final\n    only: [kind]'),
      ['lab.yaml:21 unreachable-points'],
    ],
    [
      'a check that waits for none',
      () => edit('lab.yaml', 'points: 2', 'points: 2\n        after: nobody'),
      ['lab.yaml:13 unreachable-points'],
    ],
    [
      'words for a code that does not exist',
      () => edit('lab.yaml', 'listening.none', 'listening.non'),
      ['lab.yaml:13 unknown-code'],
    ],
    ['a missing solution', () => remove('solution.sh'), ['solution.sh:null missing-solution']],
    [
      'a step that the solution leaves out',
      () => edit('solution.sh', '#: step ask\n#: answer port 80\n', ''),
      ['solution.sh:1 missing-solution'],
    ],
    [
      'a wrong answer that does not say what fails',
      () => edit('wrong/other-port.sh', /#: fails.*\n/, ''),
      ['wrong/other-port.sh:1 missing-header'],
    ],
    [
      'a wrong answer for an unknown check',
      () => edit('wrong/other-port.sh', 'fails listens', 'fails listen'),
      ['wrong/other-port.sh:2 unknown-check-id'],
    ],
    [
      'a wrong answer with an unknown code',
      () => edit('wrong/other-port.sh', 'listening.none', 'listening.nothing'),
      ['wrong/other-port.sh:2 unknown-code'],
    ],
    [
      'a script for an unknown terminal',
      () => edit('solution.sh', '#: on workstation', '#: on worker'),
      ['solution.sh:4 unknown-terminal'],
    ],
    [
      'a setup file that is not there',
      () => edit('lab.yaml', 'setup/start.sh', 'setup/begin.sh'),
      ['lab.yaml:4 missing-file'],
    ],
    [
      'a setup file outside the folder',
      () => edit('lab.yaml', 'setup/start.sh', 'setup/../solution.sh'),
      ['lab.yaml:4 missing-file'],
    ],
    [
      'a module without a title',
      () => edit('10-pods/module.yaml', 'title:', 'titel:'),
      ['10-pods/module.yaml:1 missing-field', '10-pods/module.yaml:1 unknown-field'],
    ],
  ])('names %s with file and line', async (_, change, expected) => {
    await change();
    const problems = await lintCourse(dir);
    expect(brief(problems)).toEqual(expected);
    for (const { message, remedy } of problems) {
      expect(message).not.toBe('');
      expect(remedy).not.toBe('');
    }
  });

  test('says which check type was meant, and keeps the other lesson', async () => {
    await edit('lab.yaml', 'type: listening', 'type: listenning');
    const { course, problems } = await loadCourse(dir);
    expect(problems.find(({ code }) => code === 'unknown-check')?.remedy).toContain('Did you mean "listening"?');
    expect(findLesson(course, '10-pods/10-hello')).toMatchObject({ lab: null, title: { en: 'Hello' } });
    expect(findLesson(course, '10-pods/20-plain')).toMatchObject({ title: { zh: '普通' } });
  });
  test('collects the problems of all files at once, in order', async () => {
    await edit('lab.yaml', 'port: 80', 'port: eighty');
    await edit('10-pods/20-plain/lesson.zh.mdx', 'title', 'titel');
    await edit('solution.sh', '#: step serve', '#: step');
    expect(new Set((await lintCourse(dir)).map(({ file }) => file)).size).toBeGreaterThanOrEqual(2);
  });
  test('can be asked about one lesson', async () => {
    await edit('lab.yaml', 'port: 80', 'port: eighty');
    expect(await lintCourse(dir, ['10-pods/20-plain'])).toEqual([]);
    expect(await lintCourse(dir, ['10-pods'])).not.toEqual([]);
  });
  test('a folder that is no course is a problem, not an exception', async () => {
    expect(brief(await lintCourse(join(dir, 'nowhere')))).toEqual(['course.yaml:null missing-file']);
  });
});

describe('loadCourse()', () => {
  const load = async () => findLesson((await loadCourse(dir)).course, '10-pods/10-hello');

  test('inherits from course and module, the nearest wins', async () => {
    const lesson = await load();
    expect(lesson).toMatchObject({ key: '10-pods/10-hello', minutes: 10, authors: ['Ada'] });
    expect(lesson?.lab?.file).toMatchObject({ idleMinutes: 20, limits: { memoryMiB: 128, pids: 99 } });
    expect(lesson?.lab?.backends).toEqual(['embedded']);
  });
  test('counts hints and points of each step', async () => {
    expect((await load())?.lab?.steps.map(({ id, maxPoints, hints }) => ({ id, maxPoints, hints }))).toEqual([
      { id: 'serve', maxPoints: 2, hints: 1 },
      { id: 'ask', maxPoints: 1, hints: 0 },
    ]);
  });
  test('this repository’s first lesson loads with both texts and six steps', async () => {
    const { course } = await loadCourse(CONTENT);
    const lesson = findLesson(course, LESSON);
    expect(lesson?.lab?.steps.map(({ id, graded }) => [id, graded.mode])).toEqual([
      ['find', 'latch'],
      ['join', 'latch'],
      ['port', 'latch'],
      ['survive', 'latch'],
      ['end', 'latch'],
      ['build', 'final'],
    ]);
  });
});

describe('labSpecFor()', () => {
  const load = async () => {
    const lesson = findLesson((await loadCourse(dir)).course, '10-pods/10-hello');
    if (lesson === null) throw new Error('Cannot test: the lesson is not in the course');
    return lesson;
  };
  test('gives what a lab is made from', async () => {
    expect(labSpecFor(await load(), 'a1234567', 'embedded')).toMatchObject({
      id: 'a1234567',
      lab: '10-pods/10-hello',
      backend: 'embedded',
      terminals: ['workstation'],
      files: [{ path: '/opt/start.sh', mode: 0o755, text: '#!/bin/sh\nexit 0\n' }],
      setup: [['/opt/start.sh']],
      limits: { memoryMiB: 128, pids: 99 },
      egress: false,
    });
  });
  test('holds nothing of checks or the solution', async () => {
    const text = JSON.stringify(labSpecFor(await load(), 'a1234567', 'embedded'));
    for (const secret of ['listening', 'listens', 'ask', 'busybox httpd']) expect(text).not.toContain(secret);
  });
  test('refuses a backend that the lab does not list', async () => {
    const lesson = await load();
    expect(() => labSpecFor(lesson, 'a1234567', 'kind')).toThrow('its lab.yaml lists embedded');
  });
  test.each<[string, () => Promise<void>, boolean]>([
    ['an expected value', () => edit('lab.yaml', 'port: 80', 'port: 81'), true],
    ['points', () => edit('lab.yaml', 'points: 2', 'points: 3'), true],
    ['a setup file', () => writeFile(join(dir, '10-pods/10-hello/setup/start.sh'), '#!/bin/sh\nexit 1\n'), true],
    ['an inherited limit', () => edit('10-pods/module.yaml', 'pids: 99', 'pids: 98'), true],
    ['a title', () => edit('lab.yaml', 'A server', 'The server'), false],
    [
      'the order of fields',
      () =>
        edit(
          'lab.yaml',
          'type: listening\n          in: { role: workstation }',
          'in: { role: workstation }\n          type: listening',
        ),
      false,
    ],
  ])('specHash and %s', async (_, change, differs) => {
    const before = (await load()).lab?.specHash;
    await change();
    const after = (await load()).lab?.specHash;
    expect(after).toMatch(/^[0-9a-f]{64}$/);
    expect(after !== before).toBe(differs);
  });
});
