// The script that a browser loads for the lesson page before the terminal is opened, as it goes over the wire.
import { loadavg } from 'node:os';
import { gzipSync } from 'node:zlib';

const PAGE = '/en/lessons/10-pods/10-pause';
const BUDGET_KB = 300;

/** @param {string} url of a running Podwire */
export async function measurePage(url) {
  const kilobytes = await scriptKilobytes(url);
  const load = Math.round(loadavg()[0] * 100) / 100;
  return {
    name: 'lesson page script',
    unit: 'kB',
    count: 1,
    p50: kilobytes,
    p95: kilobytes,
    max: kilobytes,
    budget: { p50: BUDGET_KB, p95: null },
    verdict: kilobytes <= BUDGET_KB ? 'met' : 'missed',
    how: `gzip of every <script src> that the HTML of ${PAGE} names`,
    load: { before: load, after: load },
  };
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
    if (!script.ok) throw new Error(`${source}: status ${script.status}`);
    bytes += gzipSync(Buffer.from(await script.arrayBuffer())).length;
  }
  if (bytes === 0) throw new Error(`${PAGE} names no script`);
  return Math.round(bytes / 102.4) / 10;
}
