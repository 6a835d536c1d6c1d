// What the tests of the daemon share: a client of its socket.
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { WebSocket } from 'ws';
import { LabEvent, TerminalServerMessage, type LabInfo, type LabSpecInput, type TerminalClientMessage } from '../api';
import type { Clock } from '../sys/clock';
import { makeLabId } from '../sys/ids';
import { waitUntil } from '../sys/wait';
import { removeDataFolder } from '../sys/testing';

export interface Answer {
  status: number;
  text: string;
  json: () => unknown;
}

/** Sends one request. Strings and buffers are sent as they are, everything else as JSON. */
export function call(socketPath: string, method: string, path: string, body?: unknown): Promise<Answer> {
  const payload = typeof body === 'string' || Buffer.isBuffer(body) || body === undefined ? body : JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const request = httpRequest({ socketPath, method, path: `/v1${path}` }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        resolve({ status: response.statusCode ?? 0, text, json: () => JSON.parse(text) as unknown });
      });
    });
    request.on('error', reject);
    request.end(payload);
  });
}

/** The lines of a streaming answer, until it ends or the caller stops. */
export async function* lines(
  socketPath: string,
  method: string,
  path: string,
  body?: unknown,
): AsyncGenerator<unknown> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const request = httpRequest({ socketPath, method, path: `/v1${path}` }, resolve);
    request.on('error', reject);
    request.end(body === undefined ? undefined : JSON.stringify(body));
  });
  try {
    for await (const line of createInterface({ input: response })) yield JSON.parse(line) as unknown;
  } finally {
    response.destroy();
  }
}

/** Follows a lab's events until it is in one of `states`. */
export async function untilState(socketPath: string, id: string, ...states: LabInfo['state'][]): Promise<LabInfo> {
  for await (const line of lines(socketPath, 'GET', `/labs/${id}/events`)) {
    const { lab } = LabEvent.parse(line);
    if (states.includes(lab.state)) return lab;
    if (lab.state === 'failed') throw new Error(`Lab ${id} failed: ${lab.reason?.message ?? 'without a reason'}`);
  }
  throw new Error(`The events of lab ${id} ended before it was ${states.join(' or ')}.`);
}

export const specOf = (overrides: Partial<LabSpecInput> = {}): LabSpecInput => ({
  id: makeLabId(),
  lab: '10-pods/10-pause',
  specHash: 'hash',
  backend: 'fake',
  terminals: ['workstation'],
  ...overrides,
});

/** Asks for a lab and waits until it is ready. @returns its id */
export async function startLab(socketPath: string, overrides: Partial<LabSpecInput> = {}): Promise<string> {
  const spec = specOf(overrides);
  const answer = await call(socketPath, 'POST', '/labs', { spec });
  if (answer.status !== 202) throw new Error(`POST /labs answered ${answer.status}: ${answer.text}`);
  await untilState(socketPath, spec.id, 'ready');
  return spec.id;
}

/** A terminal as a page would see it. */
export class TestTerminal {
  readonly messages: TerminalServerMessage[] = [];
  /** Output since the last screen. */
  output = '';
  /** All output bytes ever received. */
  received = 0;
  acknowledge = true;
  closeCode: number | undefined;
  readonly #waiting: (() => void)[] = [];

  private constructor(private readonly socket: WebSocket) {
    socket.on('message', (data: Buffer, isBinary) => {
      if (!isBinary) {
        const message = TerminalServerMessage.parse(JSON.parse(data.toString('utf8')));
        if (message.type === 'screen') this.output = '';
        this.messages.push(message);
        return;
      }
      this.received += data.length;
      for (const wake of this.#waiting.splice(0)) wake();
      // A flood need not be kept whole to be recognised.
      this.output = (this.output + data.toString('utf8')).slice(-1_000_000);
      if (this.acknowledge) this.send({ type: 'ack', bytes: data.length });
    });
    socket.on('close', (code) => (this.closeCode = code));
    socket.on('error', () => undefined);
  }

  static async connect(socketPath: string, id: string, name = 'workstation'): Promise<TestTerminal> {
    const socket = new WebSocket(`ws+unix:${socketPath}:/v1/labs/${id}/terminals/${name}`, {
      perMessageDeflate: false,
    });
    const terminal = new TestTerminal(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('error', reject);
      socket.once('unexpected-response', (_request, response) =>
        reject(new Error(`refused with ${response.statusCode}`)),
      );
    });
    return terminal;
  }

  /** Connects, attaches and waits for the screen. */
  static async attach(
    socketPath: string,
    id: string,
    { columns = 80, rows = 24, name = 'workstation' } = {},
  ): Promise<TestTerminal> {
    const terminal = await TestTerminal.connect(socketPath, id, name);
    terminal.send({ type: 'attach', columns, rows });
    await terminal.until('the screen', () => terminal.screens.length > 0);
    return terminal;
  }

  get screens(): Extract<TerminalServerMessage, { type: 'screen' }>[] {
    return this.messages.filter((message) => message.type === 'screen');
  }

  /** The last screen and what came after it. */
  get shown(): string {
    return (this.screens.at(-1)?.data ?? '') + this.output;
  }

  send(message: TerminalClientMessage): void {
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(message));
  }

  sendRaw(data: string | Buffer): void {
    this.socket.send(data);
  }

  nextOutput(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  type(text: string): void {
    this.send({ type: 'input', data: text });
  }

  until(what: string, test: () => boolean, timeoutMs = 10_000): Promise<true> {
    return waitUntil<true>({
      what,
      timeoutMs,
      intervalMs: 5,
      probe: () => test() || undefined,
      lastSeen: () => JSON.stringify([this.closeCode, this.messages.slice(-2), this.output.slice(-200)]),
    });
  }

  untilShown(text: string, timeoutMs?: number): Promise<true> {
    return this.until(`"${text}" on the terminal`, () => this.shown.includes(text), timeoutMs);
  }

  async close(): Promise<void> {
    this.socket.close();
    await this.until('the connection to close', () => this.closeCode !== undefined);
  }
}

/** A clock that stands still until it is moved. */
export class TestClock implements Clock {
  constructor(private ms = Date.UTC(2026, 0, 1)) {}
  now(): number {
    return this.ms;
  }
  advance(ms: number): void {
    this.ms += ms;
  }
}

/** A folder that a socket's path fits in. */
export async function makeTempFolder(): Promise<{ path: string; remove: () => Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'pw-test-'));
  return { path, remove: () => removeDataFolder(path) };
}
