import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { gatherPort, largestRange, listeningInodes } from './facts.mjs';

const PROC_NET_TCP = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:0BB8 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4711 1 0 100 0 0 10 0
   1: 0100007F:0BB8 0100007F:C350 01 00000000:00000000 00:00000000 00000000     0        0 4712 1 0 20 4 30 10 -1
   2: 0100007F:0BB9 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4713 1 0 100 0 0 10 0`;

test('listeningInodes() leaves out connections and other ports', () =>
  expect(listeningInodes(PROC_NET_TCP, 3000)).toEqual(['4711']));

test('largestRange() takes lines by name and by number, and the largest', () => {
  expect(largestRange('ada:100000:1000\n1000:200000:65536\nbob:1:9999999', 'ada', 1000)).toBe(65536);
  expect(largestRange(null, 'ada', 1000)).toBe(0);
});

test('gatherPort() finds this process as the holder of a port it listens on', async () => {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  const facts = await gatherPort({ host: '127.0.0.1', port, uid: 1000 });
  await new Promise((resolve) => server.close(resolve));
  expect(facts).toMatchObject({ code: 'EADDRINUSE', holder: { pid: process.pid } });
});
