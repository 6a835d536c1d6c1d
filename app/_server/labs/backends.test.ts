import { describe, expect, it } from 'vitest';
import type { Detection } from '../../../lab-runner/api';
import { chooseBackend } from './backends';

const detection = (backend: Detection['backend'], usable: boolean): Detection => ({
  backend,
  usable,
  reason: usable ? 'all there' : 'no user namespaces.',
  remedy: usable ? null : 'Allow them.',
  warnings: [],
});

describe('chooseBackend()', () => {
  it.each([
    {
      name: 'the first usable of the lesson',
      wanted: ['embedded', 'kind'] as const,
      usable: [true, true],
      expected: 'embedded',
    },
    {
      name: 'the next when the first is not usable',
      wanted: ['embedded', 'kind'] as const,
      usable: [false, true],
      expected: 'kind',
    },
  ])('takes $name', ({ wanted, usable, expected }) => {
    const detections = [detection('embedded', usable[0] ?? false), detection('kind', usable[1] ?? false)];
    expect(chooseBackend(wanted, detections)).toEqual({ backend: expected });
  });

  it('takes the one that was asked for, even when a better one is usable', () => {
    const detections = [detection('embedded', true), detection('kind', true)];
    expect(chooseBackend(['embedded', 'kind'], detections, 'kind')).toEqual({ backend: 'kind' });
  });

  it('says why none can be used, with the remedy', () => {
    expect(chooseBackend(['embedded'], [detection('embedded', false)])).toEqual({
      unusable: {
        en: 'embedded: no user namespaces. Allow them.',
        zh: '检测结果（原文）：embedded: no user namespaces. Allow them.',
      },
    });
  });

  it('says what a lesson runs on when another backend is asked for', () => {
    expect(chooseBackend(['embedded'], [detection('kind', true)], 'kind')).toEqual({
      unusable: {
        en: 'this lesson does not run on kind; it runs on embedded.',
        zh: '本课不能在 kind 上运行，可用的后端为：embedded。',
      },
    });
  });

  it('says so when the runner has none of the lesson’s', () => {
    expect(chooseBackend(['kind'], [detection('embedded', true)])).toEqual({
      unusable: { en: 'the runner offers none of kind.', zh: 'lab-runner 不提供以下后端：kind。' },
    });
  });
});
