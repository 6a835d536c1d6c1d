// Sessions: better-auth with guests. Everything else asks `Sessions`, so that no other file knows the library.
import { betterAuth } from 'better-auth';
import { drizzleAdapter } from 'better-auth/adapters/drizzle';
import { anonymous } from 'better-auth/plugins';
import type { Db } from '../db/client';
import { accounts, sessions, users, verifications } from '../db/schema';
import type { Log } from '../log';
import { Role, type Actor } from './actor';

export interface Sessions {
  /** The person a request's cookie belongs to; null without a valid session. */
  actorOf(headers: Headers): Promise<Actor | null>;
  /** Makes a guest. @returns the Set-Cookie values to answer with. */
  signInGuest(headers: Headers): Promise<{ actor: Actor; cookies: string[] }>;
  /** better-auth's own routes under /api/auth. */
  handle(request: Request): Promise<Response>;
}

export interface AuthOptions {
  db: Db;
  secret: string;
  origins: readonly string[];
  /** Cookies for https only; then plain http works on loopback names alone, and there not in every browser. */
  secureCookies: boolean;
  log: Log;
}

const DAY_SECONDS = 24 * 60 * 60;

export function makeSessions({ db, secret, origins, secureCookies, log }: AuthOptions): Sessions {
  const auth = betterAuth({
    appName: 'Podwire',
    baseURL: origins[0] ?? 'http://127.0.0.1',
    basePath: '/api/auth',
    trustedOrigins: [...origins],
    secret,
    telemetry: { enabled: false },
    database: drizzleAdapter(db, {
      provider: 'pg',
      schema: { user: users, session: sessions, account: accounts, verification: verifications },
    }),
    user: {
      additionalFields: { role: { type: 'string', required: false, defaultValue: 'learner', input: false } },
      deleteUser: { enabled: false },
    },
    // A guest has nothing but the cookie to come back with tomorrow, so it lasts.
    session: { expiresIn: 90 * DAY_SECONDS, updateAge: DAY_SECONDS },
    plugins: [anonymous({ emailDomainName: 'guest.invalid', disableDeleteAnonymousUser: true })],
    advanced: {
      cookiePrefix: 'podwire',
      useSecureCookies: secureCookies,
      ipAddress: { ipAddressHeaders: ['x-podwire-address'] },
    },
    rateLimit: { enabled: true, window: 60, max: 120 },
    logger: { log: (level, message) => log[level === 'debug' ? 'debug' : level]({ auth: true }, message) },
  });

  const actorOf = async (headers: Headers): Promise<Actor | null> => {
    const found = await auth.api.getSession({ headers });
    if (!found) return null;
    return { id: found.user.id, role: Role.parse(found.user.role), sessionId: found.session.id };
  };

  return {
    actorOf,
    signInGuest: async (headers) => {
      const answer = await auth.api.signInAnonymous({ headers, asResponse: true });
      if (!answer.ok)
        throw new Error(`Cannot sign in a guest: better-auth answered ${answer.status} ${await answer.text()}`);
      const cookies = answer.headers.getSetCookie();
      const signedIn = new Headers(headers);
      signedIn.set('cookie', cookies.map((cookie) => cookie.split(';', 1)[0]).join('; '));
      const actor = await actorOf(signedIn);
      if (!actor) throw new Error('Cannot sign in a guest: the new session’s cookie is not accepted');
      return { actor, cookies };
    },
    handle: (request) => auth.handler(request),
  };
}
