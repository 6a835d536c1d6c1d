// The app's only way to a runner: HTTP over its unix socket. Every answer is parsed before it is believed.
import { Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import { createInterface } from 'node:readline';
import { WebSocket } from 'ws';
import { z } from 'zod';
import {
  API_PREFIX,
  Detection,
  Evidence,
  ExecResponse,
  LabEvent,
  LabInfo,
  RunnerError,
  WatchEvent,
  type EvidenceRequest,
  type ExecRequest,
  type LabSpecInput,
} from '../../../lab-runner/api';

export type EvidenceAsk = z.input<typeof EvidenceRequest>;

/** The runner answered, with a refusal. */
export class RunnerRefusal extends Error {
  override readonly name = 'RunnerRefusal';
  constructor(
    readonly status: number,
    readonly error: RunnerError,
  ) {
    super(error.message);
  }
}

/** The runner did not answer, or not in its own words. */
export class RunnerUnreachable extends Error {
  override readonly name = 'RunnerUnreachable';
}

export interface RunnerClient {
  health(): Promise<void>;
  /** The runner's process. */
  pid(): Promise<number>;
  backends(): Promise<Detection[]>;
  createLab(spec: LabSpecInput, restoreFrom?: string): Promise<LabInfo>;
  labs(): Promise<LabInfo[]>;
  lab(id: string): Promise<LabInfo>;
  /** The present state, then each change; ends when the lab is gone, the runner stops or `signal` aborts. */
  labEvents(id: string, signal: AbortSignal): AsyncIterable<LabInfo>;
  extendLab(id: string, minutes: number): Promise<LabInfo>;
  /** Runs one command in the lab; what it prints is what the lab claims. */
  exec(id: string, command: ExecRequest): Promise<z.infer<typeof ExecResponse>>;
  /** Resolves when the lab is gone; also when it was gone before. */
  destroyLab(id: string, options: { checkpoint: boolean }): Promise<void>;
  evidence(id: string, ask: EvidenceAsk, signal?: AbortSignal): Promise<Evidence>;
  /** A fingerprint now and one after each change. */
  watch(id: string, ask: EvidenceAsk, signal: AbortSignal): AsyncIterable<string>;
  recording(id: string, terminal: string): Promise<Buffer>;
  openTerminal(id: string, terminal: string): WebSocket;
  close(): void;
}

interface Call {
  method: 'GET' | 'POST' | 'DELETE';
  path: string;
  body?: unknown;
  timeoutMs?: number;
  signal?: AbortSignal | undefined;
}

const lab = (id: string) => `/labs/${encodeURIComponent(id)}`;

export function makeRunnerClient(socketPath: string): RunnerClient {
  // Streams hold their connection; short calls share a few.
  const agent = new Agent({ keepAlive: true, maxFreeSockets: 8 });

  const open = (call: Call): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      const unreachable = (cause: Error) => {
        if (call.signal?.aborted) return reject(cause);
        reject(new RunnerUnreachable(`${call.method} ${call.path} on ${socketPath}: ${cause.message}`, { cause }));
      };
      const body = call.body === undefined ? undefined : JSON.stringify(call.body);
      const request = httpRequest(
        {
          agent,
          socketPath,
          method: call.method,
          path: `${API_PREFIX}${call.path}`,
          headers:
            body === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
          ...(call.signal ? { signal: call.signal } : {}),
        },
        (response) => {
          request.setTimeout(0);
          if ((response.statusCode ?? 500) < 400) return resolve(response);
          readAll(response).then((text) => reject(toRefusal(response.statusCode ?? 500, text.toString())), unreachable);
        },
      );
      request.setTimeout(call.timeoutMs ?? 15_000, () => request.destroy(new Error('no answer in time')));
      request.on('error', unreachable);
      request.end(body);
    });

  const ask = async <T>(schema: z.ZodType<T>, call: Call): Promise<T> => {
    const text = await readAll(await open(call));
    try {
      return schema.parse(JSON.parse(text.toString()));
    } catch (cause) {
      throw new RunnerUnreachable(`${call.method} ${call.path}: the answer has another form than this app knows`, {
        cause,
      });
    }
  };

  async function* lines<T>(schema: z.ZodType<T>, call: Call): AsyncGenerator<T> {
    const response = await open(call);
    try {
      for await (const line of createInterface({ input: response, crlfDelay: Infinity })) {
        if (line.trim() !== '') yield schema.parse(JSON.parse(line));
      }
    } finally {
      response.destroy();
    }
  }

  return {
    health: async () => {
      await ask(z.object({ ok: z.literal(true) }), { method: 'GET', path: '/health', timeoutMs: 3000 });
    },
    pid: async () => (await ask(z.object({ pid: z.number().int() }), { method: 'GET', path: '/health' })).pid,
    backends: () => ask(z.array(Detection), { method: 'GET', path: '/backends', timeoutMs: 20_000 }),
    createLab: (spec, restoreFrom) =>
      ask(LabInfo, { method: 'POST', path: '/labs', body: { spec, ...(restoreFrom ? { restoreFrom } : {}) } }),
    labs: () => ask(z.array(LabInfo), { method: 'GET', path: '/labs' }),
    lab: (id) => ask(LabInfo, { method: 'GET', path: lab(id) }),
    labEvents: async function* (id, signal) {
      for await (const event of lines(LabEvent, { method: 'GET', path: `${lab(id)}/events`, signal })) yield event.lab;
    },
    extendLab: (id, minutes) => ask(LabInfo, { method: 'POST', path: `${lab(id)}/extend`, body: { minutes } }),
    exec: (id, command) =>
      ask(ExecResponse, {
        method: 'POST',
        path: `${lab(id)}/exec`,
        body: command,
        timeoutMs: (command.timeoutMs ?? 30_000) + 10_000,
      }),
    destroyLab: async (id, { checkpoint }) => {
      try {
        await readAll(
          await open({ method: 'DELETE', path: `${lab(id)}${checkpoint ? '?checkpoint=1' : ''}`, timeoutMs: 60_000 }),
        );
      } catch (error) {
        if (!(error instanceof RunnerRefusal && error.status === 404)) throw error;
      }
    },
    evidence: (id, body, signal) =>
      ask(Evidence, { method: 'POST', path: `${lab(id)}/evidence`, body, timeoutMs: 30_000, signal }),
    watch: async function* (id, body, signal) {
      const call: Call = { method: 'POST', path: `${lab(id)}/watch`, body, signal };
      for await (const event of lines(WatchEvent, call)) yield event.fingerprint;
    },
    recording: async (id, terminal) =>
      readAll(await open({ method: 'GET', path: `${lab(id)}/recordings/${encodeURIComponent(terminal)}` })),
    openTerminal: (id, terminal) =>
      new WebSocket(`ws+unix:${socketPath}:${API_PREFIX}${lab(id)}/terminals/${encodeURIComponent(terminal)}`, {
        perMessageDeflate: false,
        handshakeTimeout: 5000,
      }),
    close: () => agent.destroy(),
  };
}

async function readAll(response: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of response as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function toRefusal(status: number, text: string): Error {
  try {
    return new RunnerRefusal(status, RunnerError.parse(JSON.parse(text)));
  } catch {
    return new RunnerUnreachable(`status ${status} with ${JSON.stringify(text.slice(0, 200))}`);
  }
}
