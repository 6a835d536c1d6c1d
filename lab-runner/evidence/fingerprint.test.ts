import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { essence, Fingerprints, needsProgram } from './fingerprint';

test('essence() of dev keeps names, not counters', () => {
  const text = (bytes: number) => `Inter-| Receive\n face |bytes\n    lo: ${bytes} 1\n  eth0: ${bytes} 2\n`;
  expect(essence('dev', text(1))).toBe(essence('dev', text(2)));
  expect(essence('dev', text(1))).not.toBe(essence('dev', text(1).replace('eth0', 'eth1')));
});

test('essence() of tcp keeps what listens, not connections', () => {
  const head = '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n';
  const line = (port: string, state: string, inode: number) =>
    `   0: 00000000:${port} 00000000:0000 ${state} 00000000:00000000 00:00000000 00000000     0        0 ${inode} 1\n`;
  const one = head + line('0050', '0A', 11);
  expect(essence('tcp', one + line('9C40', '01', 12))).toBe(essence('tcp', one));
  expect(essence('tcp', one + line('1F90', '0A', 12))).not.toBe(essence('tcp', one));
});

test('needsProgram() names the sources that no file of /proc tells', () => {
  expect(needsProgram(['links', 'sockets', 'nft', 'iptables-legacy'])).toEqual(['nft', 'iptables-legacy']);
});

test('Fingerprints.of() changes when a process starts to listen, and not otherwise', async () => {
  const marks = new Fingerprints();
  const look = () => marks.of([process.pid], ['sockets']);
  const before = look();
  expect(look()).toBe(before);
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const listening = look();
  expect(listening).not.toBe(before);
  expect(look()).toBe(listening);
  await new Promise((resolve) => server.close(resolve));
  expect(look()).toBe(before);
});
