// A browser's worth of HTTP: a cookie jar, the page's origin, JSON both ways, event streams.
import type { LabStreamEvent } from '../views';

export interface Answer<T = unknown> {
  status: number;
  headers: Headers;
  body: T;
}

export class Visitor {
  readonly #cookies = new Map<string, string>();

  constructor(
    readonly url: string,
    readonly origin: string | null = url,
  ) {}

  get cookie(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  forgetCookies(): void {
    this.#cookies.clear();
  }

  get = <T>(path: string) => this.send<T>('GET', path);
  post = <T>(path: string, body: unknown = {}) => this.send<T>('POST', path, body);
  delete = <T>(path: string) => this.send<T>('DELETE', path);

  async send<T>(method: string, path: string, body?: unknown): Promise<Answer<T>> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        ...(this.origin === null ? {} : { origin: this.origin }),
        ...(this.#cookies.size > 0 ? { cookie: this.cookie } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';');
      const at = pair.indexOf('=');
      this.#cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') ?? false;
    return { status: response.status, headers: response.headers, body: (isJson ? JSON.parse(text) : text) as T };
  }

  /** Events of a lab from the present state on, until the server or `signal` ends them. */
  async *events(labId: string, signal: AbortSignal): AsyncGenerator<LabStreamEvent> {
    const response = await fetch(`${this.url}/api/labs/${labId}/events`, { headers: { cookie: this.cookie }, signal });
    if (!response.body) return;
    const decoder = new TextDecoder();
    let text = '';
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      text += decoder.decode(chunk, { stream: true });
      const parts = text.split('\n\n');
      text = parts.pop() ?? '';
      for (const part of parts) {
        const data = /^data: (.*)$/m.exec(part)?.[1];
        if (data) yield JSON.parse(data) as LabStreamEvent;
      }
    }
  }

  /** Reads events until `pick` returns something; then leaves. */
  async until<T>(labId: string, pick: (event: LabStreamEvent) => T | undefined): Promise<T> {
    const leave = new AbortController();
    try {
      for await (const event of this.events(labId, leave.signal)) {
        const picked = pick(event);
        if (picked !== undefined) return picked;
      }
      throw new Error(`The events of lab ${labId} ended without the awaited one`);
    } finally {
      leave.abort();
    }
  }
}
