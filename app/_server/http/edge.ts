// What every request passes before Next sees it: hostile headers out, limits, same origin, the security headers.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Failure } from './failure';
import { contentSecurityPolicy, makeNonce, STATIC_HEADERS } from './headers';
import type { Origins } from './origins';

export const MAX_BODY_BYTES = 1024 * 1024;
/** Set by the server from the socket; what a client sends under this name is thrown away. */
export const ADDRESS_HEADER = 'x-podwire-address';

export interface EdgeOptions {
  origins: Origins;
  dev: boolean;
}

const READING = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Prepares a request and its answer's headers.
 * @returns a refusal to answer with, or null when the request may go on.
 */
export function passEdge(request: IncomingMessage, response: ServerResponse, options: EdgeOptions): Failure | null {
  // Next trusts this header from itself and skips middleware for it.
  delete request.headers['x-middleware-subrequest'];
  request.headers[ADDRESS_HEADER] = request.socket.remoteAddress ?? 'unknown';

  const policy = contentSecurityPolicy(makeNonce(), options.origins.list, options.dev);
  // Next takes the nonce for its own scripts from the request.
  request.headers['content-security-policy'] = policy;
  response.setHeader('content-security-policy', policy);
  for (const [name, value] of Object.entries(STATIC_HEADERS)) response.setHeader(name, value);

  return checkOrigin(request, options.origins) ?? checkLength(request);
}

function checkOrigin(request: IncomingMessage, origins: Origins): Failure | null {
  if (READING.has(request.method ?? 'GET') || origins.has(request.headers.origin)) return null;
  return new Failure('foreign-origin', { origin: describeOrigin(request.headers.origin) });
}

function checkLength(request: IncomingMessage): Failure | null {
  if (request.headers['transfer-encoding'] !== undefined) return new Failure('length-required');
  const bytes = Number(request.headers['content-length'] ?? 0);
  return bytes > MAX_BODY_BYTES ? new Failure('body-too-large', { bytes, max: MAX_BODY_BYTES }) : null;
}

/** What a client said of where it comes from, fit for a message and a log line. */
export const describeOrigin = (origin: string | undefined) =>
  origin === undefined ? 'no origin' : origin.replace(/[^\x20-\x7e]/g, '?').slice(0, 200);

/** Answers with a refusal. A body that is not wanted is not read either, so the connection ends. */
export function refuse(request: IncomingMessage, response: ServerResponse, failure: Failure): void {
  const text = JSON.stringify(failure.body);
  response.writeHead(failure.status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
    connection: 'close',
  });
  response.end(request.method === 'HEAD' ? '' : text);
}
