import { expect, test } from 'vitest';
import { whyNoEgress } from './start';

test('whyNoEgress() names the missing package and how to get it', async () => {
  expect(await whyNoEgress([{ name: 'absent-package', binary: '/nowhere/absent', why: 'is not there' }])).toBe(
    'the package absent-package is missing; run: sudo apt-get install -y --no-install-recommends absent-package',
  );
});
