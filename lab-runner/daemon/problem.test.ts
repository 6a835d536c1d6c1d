import { describe, expect, test } from 'vitest';
import { toProblem, unknownLab } from './problem';

const refused = new Error("EACCES: permission denied, mkdir '/x'");

describe('toProblem()', () => {
  test('keeps a problem as it is', () => {
    const problem = unknownLab('abc');
    expect(toProblem(problem)).toBe(problem);
  });

  test('tells what was tried, and what was seen from the causes', () =>
    expect(toProblem(new Error('Cannot build the images', { cause: refused }))).toMatchObject({
      status: 500,
      message: "Cannot build the images: EACCES: permission denied, mkdir '/x'",
    }));

  test('does not repeat a cause that the message holds', () =>
    expect(toProblem(new Error(`Cannot build: ${refused.message}`, { cause: refused })).message).toBe(
      `Cannot build: ${refused.message}`,
    ));

  test('ends with a cause that is its own cause', () => {
    const turn: Error = new Error('round');
    turn.cause = turn;
    expect(toProblem(turn).message).toBe('round');
  });

  test('names a full disk, however deep it is said', () => {
    const full = Object.assign(new Error('write failed'), { code: 'ENOSPC' });
    expect(toProblem(new Error('Cannot make the lab', { cause: full }))).toMatchObject({
      status: 507,
      code: 'disk_full',
    });
  });
});
