// The HTTP routes of api.ts. Each parses what it is given, asks the labs, and answers.
import { createReadStream } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { API_PREFIX, CreateLab, EvidenceRequest, ExecRequest, LabId } from '../api';
import type { LabBackend } from '../backends/backend';
import { readBody, sendJson, sendLines, whenGone } from './http';
import { labEvents } from './lab-events';
import type { Labs } from './labs';
import { RunnerProblem, unknownLab } from './problem';

const ExtendRequest = z.strictObject({
  minutes: z
    .number()
    .positive()
    .max(24 * 60),
});
const TerminalName = z.string().regex(/^[a-z][a-z0-9-]{0,30}$/);

interface Call {
  request: IncomingMessage;
  response: ServerResponse;
  url: URL;
  /** The lab's id, checked for its form; empty on routes without one. */
  id: string;
  /** The last path segment. */
  name: string;
}

type Route = [method: string, path: RegExp, answer: (call: Call) => Promise<void> | void];

/** @returns a function that answers a request or throws a RunnerProblem. */
export function makeRoutes(
  labs: Labs,
  backends: readonly LabBackend[],
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const routes: Route[] = [
    ['GET', /^\/health$/, ({ response }) => sendJson(response, 200, { ok: true, pid: process.pid })],
    [
      'GET',
      /^\/backends$/,
      async ({ response }) => sendJson(response, 200, await Promise.all(backends.map((each) => each.detect()))),
    ],
    ['GET', /^\/labs$/, ({ response }) => sendJson(response, 200, labs.list())],
    [
      'POST',
      /^\/labs$/,
      async ({ request, response }) => sendJson(response, 202, await labs.create(await readBody(request, CreateLab))),
    ],
    ['GET', /^\/labs\/(?<id>[^/]+)$/, ({ response, id }) => sendJson(response, 200, labs.get(id).info())],
    [
      'DELETE',
      /^\/labs\/(?<id>[^/]+)$/,
      async ({ response, id, url }) => {
        await labs.remove(id, url.searchParams.get('checkpoint') === '1');
        response.writeHead(204).end();
      },
    ],
    [
      'GET',
      /^\/labs\/(?<id>[^/]+)\/events$/,
      ({ response, id }) => sendLines(response, labEvents(labs.get(id), whenGone(response))),
    ],
    [
      'POST',
      /^\/labs\/(?<id>[^/]+)\/extend$/,
      async ({ request, response, id }) => {
        const lab = labs.get(id);
        sendJson(response, 200, lab.extend((await readBody(request, ExtendRequest)).minutes));
      },
    ],
    [
      'POST',
      /^\/labs\/(?<id>[^/]+)\/exec$/,
      async ({ request, response, id }) => {
        const hosted = labs.get(id);
        const { terminal, argv, input, timeoutMs } = await readBody(request, ExecRequest);
        const lab = hosted.ready();
        hosted.assertTerminal(terminal);
        hosted.touch();
        const result = await lab.exec({ terminal, argv, timeoutMs, ...(input !== undefined && { input }) });
        sendJson(response, 200, { exit: result.exit, stdout: result.stdout, stderr: result.stderr });
      },
    ],
    [
      'POST',
      /^\/labs\/(?<id>[^/]+)\/evidence$/,
      async ({ request, response, id }) => {
        const lab = labs.get(id);
        const wanted = await readBody(request, EvidenceRequest);
        sendJson(response, 200, await lab.ready().evidence(wanted));
      },
    ],
    [
      'POST',
      /^\/labs\/(?<id>[^/]+)\/watch$/,
      async ({ request, response, id }) => {
        const lab = labs.get(id);
        const wanted = await readBody(request, EvidenceRequest);
        await sendLines(response, fingerprints(lab.ready().watch(wanted, whenGone(response))));
      },
    ],
    [
      'GET',
      /^\/labs\/(?<id>[^/]+)\/recordings\/(?<name>[^/]+)$/,
      async ({ response, id, name }) => {
        // The name becomes part of a path.
        if (!TerminalName.safeParse(name).success) throw noSuchRoute();
        const path = await labs.recording(id, name);
        response.writeHead(200, { 'content-type': 'application/x-asciicast' });
        await pipeline(createReadStream(path), response);
      },
    ],
  ];

  return async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://runner');
    if (!url.pathname.startsWith(`${API_PREFIX}/`)) throw noSuchRoute();
    const path = url.pathname.slice(API_PREFIX.length);
    const matching = routes.filter(([, pattern]) => pattern.test(path));
    const route = matching.find(([method]) => method === request.method);
    if (!route) {
      if (matching.length === 0) throw noSuchRoute();
      throw new RunnerProblem(405, 'wrong_method', `${url.pathname} has no ${request.method ?? ''}.`);
    }
    const [, pattern, answer] = route;
    const groups = pattern.exec(path)?.groups ?? {};
    const id = groups['id'] ?? '';
    if (groups['id'] !== undefined && !LabId.safeParse(id).success) throw unknownLab(id.slice(0, 64));
    await answer({ request, response, url, id, name: groups['name'] ?? '' });
  };
}

const noSuchRoute = () =>
  new RunnerProblem(404, 'no_such_route', 'The runner has no such route.', 'lab-runner/api.ts lists them.');

async function* fingerprints(source: AsyncIterable<string>): AsyncGenerator<{ fingerprint: string }> {
  for await (const fingerprint of source) yield { fingerprint };
}
