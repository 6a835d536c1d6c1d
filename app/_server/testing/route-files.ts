// Next's route files as a table, found on disk, so that a test of "every route" cannot forget a new one.
import { readdirSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { ROOT } from '../root';
import type { RequestHandler } from '../server';

export interface RouteFile {
  /** As Next writes it, such as "/api/labs/[id]/events". */
  path: string;
  methods: Record<string, Handler>;
}

type Handler = (request: Request, context: { params: Promise<Record<string, string | string[]>> }) => Promise<Response>;

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

export async function loadRoutes(): Promise<RouteFile[]> {
  const folder = join(ROOT, 'app/api');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /(^|\/)route\.ts$/.test(file),
  );
  return Promise.all(
    files.sort().map(async (file) => {
      const module = (await import(pathToFileURL(join(folder, file)).href)) as Record<string, unknown>;
      const methods = Object.fromEntries(
        METHODS.flatMap((method) =>
          typeof module[method] === 'function' ? [[method, module[method] as Handler]] : [],
        ),
      );
      return { path: `/api/${file.replace(/\/?route\.ts$/, '')}`, methods };
    }),
  );
}

/** Answers as Next would, from the route files; pages are 404. */
export function serveRoutes(routes: readonly RouteFile[]): RequestHandler {
  return async (request, response) => {
    const url = new URL(request.url ?? '/', `http://${request.headers.host ?? 'localhost'}`);
    for (const route of routes) {
      const params = match(route.path, url.pathname);
      const handler = params ? route.methods[request.method ?? 'GET'] : undefined;
      if (!params || !handler) continue;
      const left = new AbortController();
      response.on('close', () => left.abort());
      return send(await handler(toRequest(request, url, left.signal), { params: Promise.resolve(params) }), response);
    }
    response.writeHead(404).end();
  };
}

function match(pattern: string, pathname: string): Record<string, string | string[]> | null {
  const want = pattern.split('/');
  const have = pathname.split('/').map(decodeURIComponent);
  const params: Record<string, string | string[]> = {};
  for (const [i, part] of want.entries()) {
    const rest = /^\[\.\.\.(\w+)\]$/.exec(part)?.[1];
    if (rest) return { ...params, [rest]: have.slice(i) };
    const name = /^\[(\w+)\]$/.exec(part)?.[1];
    const value = have[i];
    if (value === undefined) return null;
    if (name) params[name] = value;
    else if (part !== value) return null;
  }
  return want.length === have.length ? params : null;
}

function toRequest(request: IncomingMessage, url: URL, signal: AbortSignal): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    for (const each of Array.isArray(value) ? value : [value ?? '']) headers.append(name, each);
  }
  const hasBody = !['GET', 'HEAD'].includes(request.method ?? 'GET');
  return new Request(url, {
    method: request.method ?? 'GET',
    headers,
    signal,
    ...(hasBody ? { body: Readable.toWeb(request) as ReadableStream, duplex: 'half' } : {}),
  });
}

async function send(answer: Response, response: ServerResponse): Promise<void> {
  const cookies = answer.headers.getSetCookie();
  answer.headers.delete('set-cookie');
  if (cookies.length > 0) response.setHeader('set-cookie', cookies);
  response.writeHead(answer.status, Object.fromEntries(answer.headers));
  if (!answer.body) return void response.end();
  const reader = answer.body.getReader();
  response.on('close', () => void reader.cancel().catch(() => undefined));
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    response.write(value);
  }
  response.end();
}
