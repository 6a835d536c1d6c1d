// Reading bodies and writing answers, the same way for every route.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { RunnerProblem } from './problem';

const MAX_BODY_BYTES = 1024 * 1024;
/** A client that sends too much is listened to this long, so that it can read why it was refused. */
const DRAIN_MS = 2000;

/** @throws RunnerProblem: 413 over 1 MiB, 400 when it is no JSON or does not fit the schema */
export async function readBody<T extends z.ZodType>(request: IncomingMessage, schema: T): Promise<z.infer<T>> {
  const text = await readText(request);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new RunnerProblem(400, 'bad_json', 'The body is not JSON.', null, { cause: error });
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success)
    throw new RunnerProblem(400, 'bad_request', `The body does not fit: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  const tooLarge = () =>
    new RunnerProblem(
      413,
      'too_large',
      `A body may have ${MAX_BODY_BYTES} bytes.`,
      'Send less: big files belong in the image.',
    );
  if (Number(request.headers['content-length'] ?? 0) > MAX_BODY_BYTES) throw tooLarge();
  return new Promise((resolve, reject) => {
    const onData = (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= MAX_BODY_BYTES) chunks.push(chunk);
      else {
        request.off('data', onData);
        reject(tooLarge());
      }
    };
    request.on('data', onData);
    request.once('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
    request.once('error', reject);
  });
}

export function sendJson(response: ServerResponse, status: number, value: unknown): void {
  const body = Buffer.from(JSON.stringify(value));
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': body.length }).end(body);
}

export function sendProblem(request: IncomingMessage, response: ServerResponse, problem: RunnerProblem): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  if (!request.complete) {
    response.setHeader('connection', 'close');
    request.resume();
    const timer = setTimeout(() => request.destroy(), DRAIN_MS);
    request.once('close', () => clearTimeout(timer));
  }
  sendJson(response, problem.status, problem);
}

/** Writes values as lines of JSON until `values` ends or the client leaves; waits for a slow client. */
export async function sendLines(response: ServerResponse, values: AsyncIterable<unknown>): Promise<void> {
  response.writeHead(200, { 'content-type': 'application/x-ndjson' });
  response.flushHeaders();
  for await (const value of values) {
    if (response.destroyed) break;
    if (!response.write(`${JSON.stringify(value)}\n`)) await drained(response);
  }
  response.end();
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      response.off('drain', done);
      response.off('close', done);
      resolve();
    };
    response.once('drain', done);
    response.once('close', done);
  });
}

/** Aborted when the client leaves before the answer is complete. */
export function whenGone(response: ServerResponse): AbortSignal {
  const controller = new AbortController();
  response.once('close', () => controller.abort());
  return controller.signal;
}
