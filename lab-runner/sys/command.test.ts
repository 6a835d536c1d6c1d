import { describe, expect, test } from 'vitest';
import { CommandError, quoteCommand, run, tryRun } from './command';

const failure = async (promise: Promise<unknown>): Promise<CommandError> => {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof CommandError)) throw new Error(`expected a CommandError, got ${String(error)}`);
  return error;
};

describe('quoteCommand gives a line that can be pasted', () => {
  test.each([
    [['ip', '-j', 'addr'], 'ip -j addr'],
    [['echo', 'a b', ''], "echo 'a b' ''"],
    [['echo', "it's", '$HOME', '*'], "echo 'it'\\''s' '$HOME' '*'"],
  ])('%j', (argv, line) => expect(quoteCommand(argv)).toBe(line));

  test('sh reads it back as the same words', async () => {
    const words = ['a b', "it's", '"', '$(id)', '\\', '', '网', '\n'];
    const { stdout } = await run(['sh', '-c', `printf '%s\\0' ${quoteCommand(words)}`]);
    expect(stdout.split('\0').slice(0, -1)).toEqual(words);
  });
});

describe('tryRun', () => {
  test('gives both outputs and the exit code, whatever it is', async () => {
    expect(await tryRun(['sh', '-c', 'echo out; echo err >&2; exit 3'])).toMatchObject({
      exit: 3,
      stdout: 'out\n',
      stderr: 'err\n',
      truncated: false,
    });
  });

  test('passes input, and none by default', async () => {
    expect((await tryRun(['cat'], { input: 'typed' })).stdout).toBe('typed');
    expect((await tryRun(['cat'])).stdout).toBe('');
  });

  test('a deadline rejects, also when the program then exits in an orderly way', async () => {
    const error = await failure(
      tryRun(['sh', '-c', 'trap "exit 0" TERM; while :; do sleep 0.02; done'], { timeoutMs: 200 }),
    );
    expect(error.message).toContain('Timed out after 200 ms: sh -c');
  });

  test('an abort rejects', async () => {
    const abort = new AbortController();
    const running = failure(tryRun(['sleep', '30'], { signal: abort.signal }));
    abort.abort();
    expect((await running).reason).toBe('Cancelled');
  });

  test('a signal rejects with its name', async () => {
    expect((await failure(tryRun(['sh', '-c', 'kill -KILL $$']))).reason).toBe('Killed by SIGKILL');
  });

  test('a program that is not there rejects with its name', async () => {
    expect((await failure(tryRun(['no-such-program']))).reason).toBe('Cannot start no-such-program: not found');
  });

  test('too much output is cut and said', async () => {
    const result = await tryRun(['yes'], { maxBytes: 1000 });
    expect([result.truncated, result.stdout.length]).toEqual([true, 1000]);
  });

  test('an empty argv is a mistake of ours', async () => {
    await expect(tryRun([])).rejects.toThrow(TypeError);
  });
});

test('run rejects a failure with the command and what it said', async () => {
  const error = await failure(run(['sh', '-c', 'echo why >&2; exit 2']));
  expect(error.message).toBe("Exit 2: sh -c 'echo why >&2; exit 2'\nwhy");
  expect(error.result.exit).toBe(2);
});
