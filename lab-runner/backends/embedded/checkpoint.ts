// A lab's files, kept and put back: what the learner changed below /. Containers and processes are not kept.
// The archives of a lab are packed and unpacked inside a lab, where hostile names and links lead nowhere.
import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { run } from '../../sys/command';
import { checkpointProgram, type Context } from './context';
import { holderPid } from './exec';
import type { LabRecord } from './record';
import { HOST_ENVIRONMENT, inHolder, inLab } from './sandbox/enter';
import { HOLDER_FOLDER } from './sandbox/oci-config';

const TIMEOUT_MS = 60_000;
const LIST_MAX_BYTES = 64 << 20;

/** Writes `path`: a tar of `deleted` (a list) and `files.tar`. Atomic. */
export async function saveCheckpoint(context: Context, record: LabRecord, path: string): Promise<void> {
  const folder = await mkdtemp(join(dirname(path), '.checkpoint-'));
  try {
    const { kept, deleted } = await listChanges(context, record);
    await writeFile(join(folder, 'deleted'), endEach(deleted));
    await redirected(
      context,
      record,
      ['tar', '-C', '/', '--null', '--no-recursion', '--ignore-failed-read', '-cf', '-', '-T', '-'],
      {
        input: endEach(kept),
        output: join(folder, 'files.tar'),
      },
    );
    await run(['tar', '-C', folder, '-cf', join(folder, 'checkpoint.tar'), 'deleted', 'files.tar'], {
      timeoutMs: TIMEOUT_MS,
    });
    await rename(join(folder, 'checkpoint.tar'), path);
  } catch (error) {
    throw new Error(`Cannot keep the files of lab ${record.id} in ${path}`, { cause: error });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Puts the files of a checkpoint into a fresh lab. */
export async function loadCheckpoint(context: Context, record: LabRecord, path: string): Promise<void> {
  const folder = await mkdtemp(join(dirname(path), '.restore-'));
  try {
    await run(['tar', '-C', folder, '--no-same-owner', '-xf', path, 'deleted', 'files.tar'], { timeoutMs: TIMEOUT_MS });
    const deleted = await readFile(join(folder, 'deleted'), 'utf8');
    await redirected(context, record, ['sh', '-c', 'cd / && xargs -0 -r rm -rf --'], { input: deleted });
    await redirected(context, record, ['tar', '-C', '/', '-xpf', '-'], { inputFile: join(folder, 'files.tar') });
  } catch (error) {
    throw new Error(`Cannot put the files of ${path} into lab ${record.id}`, { cause: error });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function listChanges(context: Context, record: LabRecord): Promise<{ kept: string[]; deleted: string[] }> {
  const script = await readFile(checkpointProgram(context.folders), 'utf8');
  const { stdout, truncated } = await run(inHolder(holderPid(record), ['perl', '-', `${HOLDER_FOLDER}/disk/upper`]), {
    env: { ...HOST_ENVIRONMENT },
    input: script,
    timeoutMs: TIMEOUT_MS,
    maxBytes: LIST_MAX_BYTES,
  });
  if (truncated) throw new Error(`Lab ${record.id} has more changed files than can be kept`);
  const items = stdout.split('\0').filter((item) => item !== '');
  const of = (kind: string) => items.filter((item) => item.startsWith(kind)).map((item) => item.slice(1));
  return { kept: of('K'), deleted: of('D') };
}

interface Redirection {
  input?: string;
  inputFile?: string;
  output?: string;
}

/** Runs in the lab with its streams on files of ours, so that no archive passes through this process. */
async function redirected(context: Context, record: LabRecord, argv: string[], streams: Redirection): Promise<void> {
  const { input, inputFile = '/dev/stdin', output = '/dev/stdout' } = streams;
  const command = inLab({
    labId: record.id,
    holderPid: holderPid(record),
    procsFiles: context.cgroups?.procsFiles(record.id) ?? [],
    argv,
    terminal: false,
    maxProcesses: context.cgroups ? null : record.spec.limits.pids,
  });
  const opened = `${inputFile === '/dev/stdin' ? '' : 'exec < "$1"; '}${output === '/dev/stdout' ? '' : 'exec > "$2"; '}`;
  await run(['sh', '-c', `${opened}shift 2; exec "$@"`, 'sh', inputFile, output, ...command], {
    env: { ...HOST_ENVIRONMENT },
    timeoutMs: TIMEOUT_MS,
    ...(input !== undefined && { input }),
  });
}

function endEach(items: readonly string[]): string {
  return items.map((item) => `${item}\0`).join('');
}
