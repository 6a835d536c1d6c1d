// The states of one lab as an async sequence: the present one, then each change, until the lab is gone.
import type { LabInfo } from '../api';
import type { HostedLab } from './hosted-lab';

const isOver = ({ state }: LabInfo) => state === 'ended' || state === 'failed';

export async function* labEvents(lab: HostedLab, signal: AbortSignal): AsyncGenerator<{ type: 'lab'; lab: LabInfo }> {
  // Every event carries the whole state, so a slow reader may skip to the newest.
  let newest: LabInfo | undefined = lab.info();
  let wake: () => void = () => undefined;
  const stop = lab.onChange((info) => {
    newest = info;
    wake();
  });
  const onAbort = () => wake();
  signal.addEventListener('abort', onAbort);
  try {
    while (!signal.aborted) {
      if (newest === undefined) {
        await new Promise<void>((resolve) => (wake = resolve));
        continue;
      }
      const info = newest;
      newest = undefined;
      yield { type: 'lab', lab: info };
      if (isOver(info)) return;
    }
  } finally {
    stop();
    signal.removeEventListener('abort', onAbort);
  }
}
