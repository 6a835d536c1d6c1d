import { describe, expect, test } from 'vitest';
import { parseScript, textOfStep } from './script';

const TEXT = `#!/bin/bash
# What this does.
#: fails pod pod.port-missing
#: step find
#: on workstation
#: answer inode $ readlink /proc/1/ns/net
#: answer shared net, ipc

ls \\
  -l

#: step build
echo one
#: on worker
# a comment stays, it is typed too
echo two
`;

describe('parseScript()', () => {
  test('gives segments with their step, terminal and line', () => {
    expect(parseScript(TEXT)).toEqual({
      segments: [
        { step: 'find', terminal: 'workstation', text: 'ls \\\n  -l', line: 9 },
        { step: 'build', terminal: 'workstation', text: 'echo one', line: 13 },
        { step: 'build', terminal: 'worker', text: '# a comment stays, it is typed too\necho two', line: 15 },
      ],
      answers: [
        {
          step: 'find',
          check: 'inode',
          value: null,
          command: 'readlink /proc/1/ns/net',
          terminal: 'workstation',
          line: 6,
        },
        { step: 'find', check: 'shared', value: 'net, ipc', command: null, terminal: 'workstation', line: 7 },
      ],
      fails: { check: 'pod', code: 'pod.port-missing', line: 3 },
      problems: [],
    });
  });
  test('reads carriage returns away', () => {
    expect(parseScript('#: step a\r\nls\r\n').segments).toEqual([
      { step: 'a', terminal: 'workstation', text: 'ls', line: 2 },
    ]);
  });
  test('a step with answers only has no segment', () => {
    const { segments, answers, problems } = parseScript('#: step a\n#: answer q 42\n');
    expect([segments.length, answers.length, problems.length]).toEqual([0, 1, 0]);
  });

  test.each([
    ['a command before the first step', 'ls\n#: step a\nls\n', 1, 'before the first step'],
    ['an answer before the first step', '#: answer q 1\n#: step a\nls\n', 1, 'before the first step'],
    ['an unknown word', '#: step a\nls\n#: wait 5\n', 3, 'is not understood'],
    ['a step without a name', '#: step\nls\n', 1, 'is not understood'],
    ['fails without a code', '#: fails pod\n#: step a\nls\n', 1, 'is not understood'],
    ['two fails', '#: fails a b.c\n#: fails d e.f\n#: step a\nls\n', 2, 'a second'],
    ['a name of objects', '#: constructor x\n#: step a\nls\n', 1, 'is not understood'],
    ['nothing at all', '# only a comment\n', 1, 'nothing is typed'],
  ])('names %s with its line', (_, text, line, message) => {
    const [problem] = parseScript(text).problems;
    expect(problem).toMatchObject({ line, message: expect.stringContaining(message) as string });
    expect(problem?.remedy).not.toBe('');
  });
});

test('textOfStep() gives what is typed in a step, over all its terminals', () => {
  const script = parseScript(TEXT);
  expect(textOfStep(script, 'build')).toBe('echo one\n\n# a comment stays, it is typed too\necho two');
  expect(textOfStep(script, 'nothing')).toBeNull();
});
