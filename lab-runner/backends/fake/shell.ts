// A toy shell with a line editor, written here so that terminals can be tested without a kernel's help.
// Everything it says is made up, and its banner says so. `emit BASE64 [BYTES]` prints any bytes, over and over if asked.
import type { Tty } from '../backend';
import type { FakeWorld } from './world';

const BANNER = 'fake backend: nothing here is real';
const FLOOD_CHUNK = 16 * 1024;

export class FakeShell implements Tty {
  readonly #data = new Set<(data: Uint8Array) => void>();
  readonly #exit = new Set<(exit: { code: number | null }) => void>();
  #line = '';
  #typedAhead = '';
  #paused = false;
  #held: string[] = [];
  #over = false;
  #flood: NodeJS.Immediate | undefined;
  #flooding: { text: string; bytesLeft: number } | undefined;
  readonly #prompt: string;

  constructor(
    private readonly world: FakeWorld,
    name: string,
    private size: { columns: number; rows: number },
  ) {
    this.#prompt = `fake:${name}$ `;
    // The listeners are added after the constructor returns.
    setImmediate(() => this.#print(`${BANNER}\r\n${this.#prompt}`));
  }

  onData(listener: (data: Uint8Array) => void): () => void {
    this.#data.add(listener);
    return () => this.#data.delete(listener);
  }

  onExit(listener: (exit: { code: number | null }) => void): () => void {
    this.#exit.add(listener);
    return () => this.#exit.delete(listener);
  }

  write(data: string | Uint8Array): void {
    for (const char of typeof data === 'string' ? data : Buffer.from(data).toString('utf8')) this.#key(char);
  }

  resize(columns: number, rows: number): void {
    this.size = { columns, rows };
  }

  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    this.#paused = false;
    for (const text of this.#held.splice(0)) this.#print(text);
    this.#scheduleFlood();
  }

  kill(): void {
    this.#end(null);
  }

  #key(char: string): void {
    if (this.#over) return;
    if (char === '\x03') {
      this.#flooding = undefined;
      this.#line = '';
      this.#typedAhead = '';
      this.#print(`^C\r\n${this.#prompt}`);
    } else if (this.#flooding !== undefined) {
      this.#typedAhead += char;
    } else if (char === '\r' || char === '\n') {
      const line = this.#line;
      this.#line = '';
      this.#print('\r\n');
      this.#command(line);
    } else if (char === '\x7f') {
      if (this.#line !== '') this.#print('\b \b');
      this.#line = this.#line.slice(0, -1);
    } else if (char === '\x04') {
      if (this.#line === '') this.#end(0);
    } else {
      this.#line += char;
      this.#print(char);
    }
  }

  #command(line: string): void {
    const [name, ...args] = splitWords(line);
    if (name === 'exit') return this.#end(Number(args[0] ?? 0));
    if (name === 'yes') {
      this.#flooding = { text: `${args[0] ?? 'y'}\r\n`, bytesLeft: Infinity };
      return this.#scheduleFlood();
    }
    if (name === 'emit') {
      const text = Buffer.from(args[0] ?? '', 'base64').toString('latin1');
      this.#flooding = { text, bytesLeft: Number(args[1] ?? text.length) };
      return this.#scheduleFlood();
    }
    if (name === 'stty') this.#print(`${this.size.rows} ${this.size.columns}\r\n`);
    else if (name !== undefined) {
      const { stdout, stderr } = this.world.run([name, ...args], '');
      this.#print((stdout + stderr).replaceAll('\n', '\r\n'));
    }
    this.#print(this.#prompt);
  }

  #scheduleFlood(): void {
    if (this.#flooding === undefined || this.#paused || this.#over || this.#flood) return;
    this.#flood = setImmediate(() => {
      this.#flood = undefined;
      const flooding = this.#flooding;
      if (flooding === undefined || this.#paused) return;
      const wanted = Math.min(FLOOD_CHUNK, flooding.bytesLeft);
      flooding.bytesLeft -= wanted;
      this.#print(flooding.text.repeat(Math.ceil(wanted / flooding.text.length)).slice(0, wanted));
      if (flooding.bytesLeft > 0) return this.#scheduleFlood();
      this.#flooding = undefined;
      this.#print(this.#prompt);
      const typed = this.#typedAhead;
      this.#typedAhead = '';
      this.write(typed);
    });
  }

  #print(text: string): void {
    if (this.#over) return;
    if (this.#paused) {
      this.#held.push(text);
      return;
    }
    const bytes = Buffer.from(text);
    for (const listener of this.#data) listener(bytes);
  }

  #end(code: number | null): void {
    if (this.#over) return;
    this.#over = true;
    this.#flooding = undefined;
    this.#held = [];
    for (const listener of this.#exit) listener({ code });
  }
}

/** Words of a line; quotes join, nothing else is special. */
function splitWords(line: string): string[] {
  const words = line.match(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g) ?? [];
  return words.map((word) => word.replace(/'([^']*)'|"([^"]*)"/g, (_, single, double) => String(single ?? double)));
}
