// The script that a browser loads for the lesson page before the terminal is opened, as it goes over the wire.
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ROOT } from '../places.mjs';

const PAGE = '/en/lessons/10-pods/10-pause';
const BUDGET_KB = 300;

/** Starts a Podwire of its own and reads the page. */
export async function measurePage() {
  const data = mkdtempSync(join(tmpdir(), 'pwb-'));
  const port = await freePort();
  const env = { ...process.env, PODWIRE_DATA: data, PORT: String(port) };
  const child = spawn(process.execPath, [join(ROOT, 'scripts', 'up.mjs'), '--no-install'], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  try {
    const url = await new Promise((resolve, reject) => {
      let text = '';
      child.stdout.on('data', (chunk) => {
        text += chunk;
        const ready = /Podwire is ready: (\S+)/.exec(text);
        if (ready) resolve(ready[1]);
      });
      void ended.then((code) => reject(new Error(`scripts/up.mjs ended with ${code}:\n${text}`)));
    });
    const kilobytes = await scriptKilobytes(url);
    return {
      name: 'lesson page script',
      unit: 'kB',
      count: 1,
      p50: kilobytes,
      p95: kilobytes,
      max: kilobytes,
      budget: { p50: BUDGET_KB, p95: null },
      how: `gzip of every <script src> that the HTML of ${PAGE} names`,
    };
  } finally {
    child.kill('SIGTERM');
    await ended;
    rmSync(data, { recursive: true, force: true });
  }
}

async function scriptKilobytes(url) {
  const response = await fetch(`${url}${PAGE}`);
  const html = await response.text();
  if (!response.ok) throw new Error(`${PAGE}: status ${response.status}`);
  const tags = html.match(/<script\b[^>]*>/g) ?? [];
  // What only browsers without modules load does not count.
  const sources = tags.filter((tag) => !/\bnomodule\b/i.test(tag)).map((tag) => /\bsrc="([^"]+)"/.exec(tag)?.[1]);
  let bytes = 0;
  for (const source of new Set(sources.filter(Boolean))) {
    const script = await fetch(new URL(source.replaceAll('&amp;', '&'), url));
    bytes += gzipSync(Buffer.from(await script.arrayBuffer())).length;
  }
  if (bytes === 0) throw new Error(`${PAGE} names no script`);
  return Math.round(bytes / 102.4) / 10;
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
