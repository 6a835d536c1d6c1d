// GET /api/labs/ID/events: what the hub tells of a lab, as server-sent events.
import type { Actor } from '../auth/actor';
import type { LabRow } from '../data/labs';
import { toLabView } from '../labs/view';
import type { LabStreamEvent, StepView } from '../views';
import type { Connections } from './connections';
import type { Hub } from './hub';

export const HEARTBEAT_MS = 15_000;

export interface StreamOptions {
  hub: Hub;
  connections: Connections;
  actor: Actor;
  lab: LabRow;
  /** Read after the subscription, so that nothing falls between. */
  present: () => Promise<{ lab: LabRow; steps: StepView[]; reachable: boolean }>;
  signal: AbortSignal;
}

/** The stream starts with the present state. It ends with the session or when the page leaves; a lab that ends is an event. */
export function labEventStream({ hub, connections, actor, lab, present, signal }: StreamOptions): Response {
  const encoder = new TextEncoder();
  let leave: () => void = () => undefined;
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      let isOpen = true;
      let early: LabStreamEvent[] | null = [];
      const write = (text: string) => {
        // A page that reads nothing for this long is not there; it will connect again.
        if (isOpen && (controller.desiredSize ?? 0) < -MAX_WAITING_CHUNKS) leave();
        if (isOpen) controller.enqueue(encoder.encode(text));
      };
      const send = (event: LabStreamEvent) => write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
      const forget = connections.add({
        sessionId: actor.sessionId,
        labId: lab.id,
        close: (reason) => {
          if (reason !== 'lab-ended') leave();
        },
      });
      const heartbeat = setInterval(() => write(': still here\n\n'), HEARTBEAT_MS);
      const unsubscribe = hub.subscribe(lab, (event) => (early ? early.push(event) : send(event)));
      leave = () => {
        if (!isOpen) return;
        isOpen = false;
        clearInterval(heartbeat);
        unsubscribe();
        forget();
        try {
          controller.close();
        } catch {
          // Cancelled by the reader.
        }
      };
      if (signal.aborted) return leave();
      signal.addEventListener('abort', leave, { once: true });
      present().then(
        (now) => {
          send({ type: 'runner', reachable: now.reachable });
          send({ type: 'lab', lab: toLabView(now.lab) });
          for (const step of now.steps) send({ type: 'step', step });
          for (const event of early ?? []) send(event);
          early = null;
        },
        () => leave(),
      );
    },
    cancel: () => leave(),
  });
  return new Response(body, {
    headers: {
      'content-type': 'text/event-stream',
      // no-transform keeps compression, which would hold events back, away.
      'cache-control': 'no-cache, no-store, no-transform',
      'x-accel-buffering': 'no',
    },
  });
}

const MAX_WAITING_CHUNKS = 500;
