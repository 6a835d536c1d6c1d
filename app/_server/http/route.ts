// What every route handler does around its own work: who asks, what they sent, and how a failure is said.
import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { Actor } from '../auth/actor';
import { getServices } from '../context';
import type { Services } from '../services';
import { ADDRESS_HEADER } from './edge';
import { Failure, failureResponse, isFailure } from './failure';
import type { RateName } from './rate-limit';

interface Asked<Params, Body> {
  services: Services;
  request: Request;
  params: Params;
  body: Body;
}

interface RouteOptions<Body> {
  /** Absent: the body is not read. */
  body?: z.ZodType<Body>;
  /** Counted per person, or per address for visitors. */
  rate?: RateName;
}

interface NextContext<Params> {
  params: Promise<Params>;
}

type NextHandler<Params> = (request: Request, context: NextContext<Params>) => Promise<Response>;

/** A route that anyone may ask; `actor` is null for a visitor. */
export function openRoute<Params, Body = undefined>(
  options: RouteOptions<Body>,
  handler: (asked: Asked<Params, Body> & { actor: Actor | null }) => Promise<Response>,
): NextHandler<Params> {
  return async (request, context) => {
    const services = getServices();
    try {
      const actor = await services.sessions.actorOf(request.headers);
      if (options.rate) limit(services, options.rate, actor?.id ?? addressOf(request));
      const body = options.body ? await readBody(request, options.body) : (undefined as Body);
      return await handler({ services, request, params: await context.params, body, actor });
    } catch (error) {
      return answerFailure(services, request, error);
    }
  };
}

/** A route for people with a session. */
export function ownRoute<Params, Body = undefined>(
  options: RouteOptions<Body>,
  handler: (asked: Asked<Params, Body> & { actor: Actor }) => Promise<Response>,
): NextHandler<Params> {
  return openRoute<Params, Body>(options, async (asked) => {
    if (!asked.actor) throw new Failure('not-signed-in');
    return handler({ ...asked, actor: asked.actor });
  });
}

/** @throws Failure "too-often" with the seconds to wait. */
export function limit(services: Services, rate: RateName, who: string): void {
  const seconds = services.limiter.take(rate, who);
  if (seconds > 0) throw new Failure('too-often', { seconds }, seconds);
}

/** The peer's address, as the server wrote it into the request. */
export const addressOf = (request: Request) => request.headers.get(ADDRESS_HEADER) ?? 'unknown';

export const json = (value: unknown, status = 200) =>
  Response.json(value, { status, headers: { 'cache-control': 'no-store' } });

async function readBody<Body>(request: Request, schema: z.ZodType<Body>): Promise<Body> {
  let value: unknown;
  try {
    value = await request.json();
  } catch {
    throw new Failure('bad-request', { detail: 'its body is not JSON' });
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const detail = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`).join('; ');
  throw new Failure('bad-request', { detail });
}

function answerFailure(services: Services, request: Request, error: unknown): Response {
  if (isFailure(error)) return failureResponse(error);
  const reference = randomUUID();
  services.log.error(
    { err: error, reference, method: request.method, path: new URL(request.url).pathname },
    'route failed',
  );
  return failureResponse(new Failure('internal', { reference }));
}
