import { describe, expect, it } from 'vitest';
import { EXCUSES, renderParts } from '../../../grader';
import { RunnerRefusal, RunnerUnreachable } from '../runner/client';
import { excuseFor } from './not-graded';

describe('excuseFor()', () => {
  it.each([
    ['a runner that is gone', new RunnerUnreachable('connect ENOENT /run/runner.sock'), 'platform.unreachable'],
    ['anything else', new Error('Cannot read /srv/secret'), 'platform.failed'],
  ])('says nothing of paths and causes: %s', (_, error, code) => {
    expect(excuseFor(error)).toEqual({ code, params: {} });
  });

  it('passes on what the runner says for people', () => {
    const refusal = new RunnerRefusal(409, { code: 'not_ready', message: 'Lab abc is ending', remedy: null });
    expect(excuseFor(refusal)).toEqual({ code: 'platform.refused', params: { problem: 'Lab abc is ending' } });
  });

  it('has words in both languages', () => {
    expect(renderParts(EXCUSES.stopped, 'zh').actual).toBe('Podwire 在读取实验环境之前停止了');
    expect(renderParts(EXCUSES.stopped, 'en').actual).toBe('Podwire was stopped before the lab was looked at');
  });
});
