// A terminal's WebSocket as a page opens it, with whatever headers and first frame a test wants.
import { WebSocket } from 'ws';
import { TERMINAL_PATH } from '../views';

export type Outcome = { kind: 'refused'; status: number } | { kind: 'closed'; code: number; reason: string };

export class TestTerminal {
  readonly socket: WebSocket;
  /** Everything the terminal printed. */
  output = '';
  #changed: () => void = () => undefined;
  #outcome: Outcome | null = null;

  constructor(url: string, headers: { origin?: string; cookie?: string }, firstFrames: readonly unknown[]) {
    this.socket = new WebSocket(`${url.replace('http', 'ws')}${TERMINAL_PATH}`, {
      headers: headers.cookie === undefined ? {} : { cookie: headers.cookie },
      ...(headers.origin === undefined ? {} : { origin: headers.origin }),
    });
    this.socket.on('open', () => {
      for (const frame of firstFrames) this.send(frame);
    });
    this.socket.on('message', (data: Buffer, isBinary: boolean) => {
      const text = data.toString();
      this.output += isBinary ? text : ((JSON.parse(text) as { data?: string }).data ?? '');
      this.#changed();
    });
    this.socket.on('unexpected-response', (_request, response) => {
      this.#end({ kind: 'refused', status: response.statusCode ?? 0 });
      this.socket.terminate();
    });
    this.socket.on('error', () => undefined);
    this.socket.on('close', (code, reason) => this.#end({ kind: 'closed', code, reason: reason.toString() }));
  }

  send(frame: unknown): void {
    this.socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
  }

  type(text: string): void {
    this.send({ type: 'input', data: text });
  }

  /** Resolves when the output contains `text`; rejects when the terminal ends first. */
  async sees(text: string): Promise<void> {
    while (!this.output.includes(text)) {
      if (this.#outcome) throw new Error(`Waited for ${JSON.stringify(text)}, but ${JSON.stringify(this.#outcome)}`);
      await new Promise<void>((resolve) => (this.#changed = resolve));
    }
  }

  async ended(): Promise<Outcome> {
    while (!this.#outcome) await new Promise<void>((resolve) => (this.#changed = resolve));
    return this.#outcome;
  }

  #end(outcome: Outcome): void {
    this.#outcome ??= outcome;
    this.#changed();
  }
}
