import { createElement, type ReactElement, type ReactNode } from 'react';
import { describe, expect, it } from 'vitest';
import { renderToStaticMarkup } from 'react-dom/server';
import { compileMdx, LessonCompiler, LessonDoesNotCompile } from './bundle';
import { evaluateLesson } from './evaluate';
import { Choice, Outcome, Question, readChoices, Why } from './choices';
import { readFence } from './fence';
import { plainText } from './text';

/** Renders a lesson with components that write what they were given. */
async function render(source: string): Promise<string> {
  const Content = evaluateLesson(await compileMdx(source));
  const show =
    (name: string) =>
    ({ children, ...props }: { children?: ReactNode }) =>
      createElement('div', { 'data-name': name, 'data-props': JSON.stringify(props) }, children);
  const components = Object.fromEntries(['Step', 'Hint', 'Check', 'Answer'].map((name) => [name, show(name)]));
  return renderToStaticMarkup(createElement(Content, { components }) as ReactElement).replaceAll('&quot;', "'");
}

describe('compileMdx()', () => {
  it('numbers hints and names the step of what is inside it', async () => {
    const html = await render('<Step id="a">\n\n<Hint>1</Hint>\n\n<Check id="c" />\n\n<Hint>2</Hint>\n\n</Step>\n');
    expect(html).toContain("'step':'a','index':'0'");
    expect(html).toContain("'step':'a','index':'1'");
    expect(html).toContain("{'id':'c','step':'a'}");
    expect(html).toContain("{'id':'a','placed':'c'}");
  });

  it('starts hints from nothing in each step', async () => {
    const html = await render('<Step id="a"><Hint>1</Hint></Step>\n\n<Step id="b"><Hint>1</Hint></Step>\n');
    expect(html).toContain("'step':'b','index':'0'");
  });

  it('keeps the words after a fence’s language', async () => {
    expect(await render('```sh send on=node-1\nls\n```\n')).toContain('data-meta="send on=node-1"');
  });

  it('knows tables and leaves frontmatter out of the page', async () => {
    const html = await render('---\ntitle: x\n---\n\n| a | b |\n|---|---|\n| 1 | 2 |\n');
    expect(html).toContain('<table>');
    expect(html).not.toContain('title');
  });

  it.each([
    ['an import of Node', "import fs from 'node:fs'\n\n{fs.readFileSync('/etc/hostname', 'utf8')}\n"],
    ['an import of a file', "import x from './lab.yaml'\n\n{x}\n"],
    ['a step that is not closed', '<Step id="a">\n\ntext\n'],
  ])('does not compile %s', async (_name, source) => {
    await expect(compileMdx(source)).rejects.toThrow();
  });
});

describe('LessonCompiler', () => {
  it('compiles a source once, however often and however many at a time ask', async () => {
    let calls = 0;
    const compiler = new LessonCompiler((source) => Promise.resolve(`${source}:${++calls}`));
    const all = await Promise.all([compiler.get('f', 'a'), compiler.get('f', 'a'), compiler.get('g', 'a')]);
    expect(all.map(({ code }) => code)).toEqual(['a:1', 'a:1', 'a:2']);
    expect((await compiler.get('f', 'b')).code).toBe('b:3');
  });

  it('keeps the last good version up while the new one is broken, and says what is wrong', async () => {
    const compiler = new LessonCompiler((source) =>
      source === 'bad' ? Promise.reject(new Error('line 3: no')) : Promise.resolve(source),
    );
    await compiler.get('f', 'good');
    const shown = await compiler.get('f', 'bad');
    expect(shown).toEqual({ code: 'good', problem: 'Cannot compile f: line 3: no' });
    expect(await compiler.get('f', 'mended')).toEqual({ code: 'mended', problem: null });
  });

  it('fails with the reason when there never was a good version', async () => {
    const compiler = new LessonCompiler();
    await expect(compiler.get('f.mdx', '<Step')).rejects.toThrow(LessonDoesNotCompile);
    await expect(compiler.get('f.mdx', '<Step')).rejects.toThrow(/Cannot compile f\.mdx/);
  });
});

describe('readFence()', () => {
  it.each([
    ['a shell block is put at the prompt', 'language-sh', undefined, { language: 'sh', run: 'put', terminal: null }],
    ['Enter only where the author says so', 'language-bash', 'send', { language: 'bash', run: 'send', terminal: null }],
    ['"run" says so too', 'language-sh', 'run on=node-1', { language: 'sh', run: 'send', terminal: 'node-1' }],
    ['a block to read', 'language-sh', 'show', { language: 'sh', run: null, terminal: null }],
    ['output is no command', 'language-text', 'send', { language: 'text', run: null, terminal: null }],
    ['no language', undefined, undefined, { language: null, run: null, terminal: null }],
  ])('%s', (_name, className, meta, fence) => {
    expect(readFence(className, meta)).toEqual(fence);
  });
});

describe('readChoices()', () => {
  it('sorts the parts and takes a reason from either place', () => {
    const parts = readChoices([
      createElement(Question, { key: 'q' }, 'Why?'),
      createElement(Choice, { key: 'a', right: true, why: 'short' }, 'A'),
      createElement(Choice, { key: 'b' }, 'B', createElement(Why, null, 'long')),
      createElement(Outcome, { key: 'o' }, 'This.'),
    ]);
    expect(parts.question).toBe('Why?');
    expect(parts.outcome).toBe('This.');
    expect(parts.choices.map(({ right, why, text }) => [right, why, plainText(text)])).toEqual([
      [true, 'short', 'A'],
      [false, 'long', 'B'],
    ]);
  });
});
