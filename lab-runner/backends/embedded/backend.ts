// The embedded backend: labs are sandboxes made of this machine's namespaces. No Docker, no registry.
import type { CreateStep, Detection, LabSpec } from '../../api';
import { systemClock, type Clock } from '../../sys/clock';
import type { LabBackend } from '../backend';
import { makeContext, type Context } from './context';
import { createLab } from './create';
import { destroyLab } from './destroy';
import { detectEmbedded } from './detect';
import { EmbeddedLab } from './lab';
import { layFoundation, type Foundation } from './prepare';
import { reapUnowned } from './reap';
import { listRecordIds, readRecord, type LabRecord } from './record';

export interface EmbeddedBackendOptions {
  /** Absolute path of the runner's data folder. */
  dataDir: string;
  clock?: Clock;
  log?: (message: string) => void;
}

export interface EmbeddedBackend extends LabBackend {
  /** Builds the base and the images ahead. Idempotent; milliseconds when they are there. */
  prepare(onProgress?: (text: string) => void): Promise<void>;
}

export function createEmbeddedBackend({
  dataDir,
  clock = systemClock,
  log = () => undefined,
}: EmbeddedBackendOptions): EmbeddedBackend {
  const labs = new Map<string, EmbeddedLab>();
  const creating = new Set<string>();
  const claimed = new Set<number>();
  let context: Promise<Context> | undefined;
  let foundation: Promise<Foundation> | undefined;

  const getContext = () => (context ??= retryable(makeContext({ dataDir, clock, log }), () => (context = undefined)));
  const getFoundation = (onProgress: (text: string) => void) =>
    (foundation ??= retryable(
      getContext().then((ready) => layFoundation(ready, onProgress)),
      () => (foundation = undefined),
    ));

  const adopt = (ready: Context, record: LabRecord) => {
    const lab = new EmbeddedLab(ready, record, () => labs.delete(record.id));
    labs.set(lab.id, lab);
    return lab;
  };

  return {
    name: 'embedded',

    async prepare(onProgress = log) {
      await getFoundation(onProgress);
    },

    async detect(): Promise<Detection> {
      return detectEmbedded(getContext);
    },

    async create(spec: LabSpec, onStep: (step: CreateStep) => void, signal: AbortSignal) {
      const ready = await getContext();
      if (creating.has(spec.id) || labs.has(spec.id)) throw new Error(`Cannot create lab ${spec.id}: it exists`);
      creating.add(spec.id);
      try {
        const standing = await getFoundation(log);
        return adopt(ready, await createLab({ context: ready, foundation: standing, spec, onStep, signal, claimed }));
      } finally {
        creating.delete(spec.id);
      }
    },

    async list() {
      const ready = await getContext();
      const found: EmbeddedLab[] = [];
      for (const id of await listRecordIds(ready.folders.labs)) {
        const record = await readRecord(ready.folders.labs, id);
        if (!record?.running) continue;
        // A runner that died while it read the lab left it frozen.
        if (!labs.has(id)) await ready.cgroups?.thaw(id);
        found.push(labs.get(id) ?? adopt(ready, record));
      }
      return found;
    },

    async reap(keep: ReadonlySet<string>) {
      const ready = await getContext();
      // What is being made just now belongs to this runner, though nobody can name it yet.
      await foundation?.catch(() => undefined);
      return reapUnowned(
        ready,
        new Set([...keep, ...creating]),
        (id) => labs.get(id)?.destroy() ?? destroyLab(ready, id),
      );
    },

    async close() {
      const ready = await context?.catch(() => undefined);
      await ready?.cgroups?.close();
    },
  };
}

/** A promise to be kept for all callers, forgotten when it rejects so that the next caller tries again. */
function retryable<T>(promise: Promise<T>, forget: () => void): Promise<T> {
  promise.catch(forget);
  return promise;
}
