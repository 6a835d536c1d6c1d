import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { askHolder, takeLock } from './lock.mjs';

test('takeLock() refuses a second holder with the first one’s pid, until it is released', async () => {
  const data = `/data/${randomUUID()}`;
  const lock = await takeLock(data, { pid: 4711, url: 'http://127.0.0.1:3000' });
  await expect(takeLock(data, { pid: 1 })).rejects.toMatchObject({
    message: 'Podwire already runs on this data folder',
    seen: 'process 4711 has it: http://127.0.0.1:3000',
    remedy: expect.stringContaining('kill 4711'),
  });
  await lock.release();
  expect(await askHolder(data)).toBeNull();
  const again = await takeLock(data, { pid: 1 });
  await again.release();
});
