// Reads sources of one network namespace by one short-lived helper, which runs this machine's programs inside it.
import { tryRun } from '../sys/command';
import type { SourceName, SourceOutput } from './document';
import { NETNS_SCRIPT } from './netns-script';
import { MAX_SOURCE_BYTES, SOURCE_PROGRAMS } from './sources';

const DEADLINE_MS = 5000;
const HOST_ENVIRONMENT = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C' };

export interface NetnsTarget {
  inode: number;
  /** A file under /proc, or `PID//PATH` for a file as process PID sees it. */
  path: string;
  /** File of the user namespace that owns it, where the runner is not root; else null. */
  userNamespace: string | null;
}

/** Where namespaces are to be found changes while one looks, so all that went wrong is returned, never thrown. */
export async function readNetns(
  target: NetnsTarget,
  sources: readonly SourceName[],
  versions: ReadonlyMap<SourceName, string>,
): Promise<Partial<Record<SourceName, SourceOutput>>> {
  if (sources.length === 0) return {};
  const groups = sources.flatMap((name) => {
    const { argv } = SOURCE_PROGRAMS[name];
    return [name, String(argv.length), ...argv];
  });
  const settings = [
    target.userNamespace ?? '-',
    target.path,
    String(target.inode),
    String(DEADLINE_MS),
    String(MAX_SOURCE_BYTES),
  ];
  let answers = new Map<string, Answer>();
  let failure = 'the program that enters the namespace printed nothing for it';
  try {
    const result = await tryRun(['perl', '-', ...settings, ...groups], {
      input: NETNS_SCRIPT,
      env: HOST_ENVIRONMENT,
      timeoutMs: DEADLINE_MS + 2000,
      maxBytes: MAX_SOURCE_BYTES * (sources.length + 1),
    });
    answers = parseAnswers(result.stdout);
    if (result.exit !== 0) failure = result.stderr.trim();
  } catch (error) {
    failure = error instanceof Error ? error.message : String(error);
  }
  return Object.fromEntries(
    sources.map((name) => {
      const answer = answers.get(name) ?? { exit: -1, text: failure, truncated: false };
      return [name, { argv: [...SOURCE_PROGRAMS[name].argv], toolVersion: versions.get(name) ?? '', ...answer }];
    }),
  );
}

interface Answer {
  exit: number;
  text: string;
  truncated: boolean;
}

/** Reads "NAME EXIT TRUNCATED LENGTH\n" and LENGTH bytes, again and again; stops where the form ends. */
export function parseAnswers(output: string): Map<string, Answer> {
  const answers = new Map<string, Answer>();
  const bytes = Buffer.from(output, 'utf8');
  for (let at = 0; at < bytes.length;) {
    const lineEnd = bytes.indexOf(0x0a, at);
    if (lineEnd < 0) break;
    const head = /^(\S+) (-?\d+) ([01]) (\d+)$/.exec(bytes.toString('utf8', at, lineEnd));
    if (head?.[1] === undefined) break;
    const end = lineEnd + 1 + Number(head[4]);
    answers.set(head[1], {
      exit: Number(head[2]),
      truncated: head[3] === '1' || end > bytes.length,
      text: bytes.toString('utf8', lineEnd + 1, end),
    });
    at = end;
  }
  return answers;
}

/** Asks each program once for its version. @returns first lines, by source */
export async function readToolVersions(sources: readonly SourceName[]): Promise<Map<SourceName, string>> {
  const versions = new Map<SourceName, string>();
  await Promise.all(
    sources.map(async (name) => {
      const result = await tryRun(SOURCE_PROGRAMS[name].version, { env: HOST_ENVIRONMENT, timeoutMs: 5000 }).catch(
        () => undefined,
      );
      versions.set(name, (result?.stdout || result?.stderr || '').split('\n')[0] ?? '');
    }),
  );
  return versions;
}
