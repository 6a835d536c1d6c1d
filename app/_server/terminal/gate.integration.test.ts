import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createFakeBackend } from '../../../lab-runner/backends/fake';
import { startRunner, type Runner } from '../../../lab-runner/daemon/server';
import { startTestPostgres, type TestPostgres } from '../db/testing';
import { startTestApp, type TestApp } from '../testing/app';
import { LESSON } from '../testing/course';
import { TestTerminal, type Outcome } from '../testing/terminal';
import { Visitor } from '../testing/visitor';
import type { LabView } from '../views';
import { CLOSE } from './close-codes';

const ATTACH = { type: 'attach', columns: 80, rows: 24 };

let dir: string;
let postgres: TestPostgres;
let runner: Runner;
let app: TestApp;
let owner: Visitor;
let stranger: Visitor;
let lab: LabView;
const open: TestTerminal[] = [];

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'podwire-gate-'));
  postgres = await startTestPostgres();
  runner = await startRunner({
    dataDir: dir,
    socketPath: join(dir, 'runner.sock'),
    backends: [createFakeBackend({ dataDir: dir })],
    log: pino({ level: 'silent' }),
  });
  app = await startTestApp({
    databaseUrl: await postgres.freshUrl(),
    runnerSocket: runner.socketPath,
    courseDir: join(dir, 'course'),
    firstFrameMs: 300,
  });
  owner = new Visitor(app.url);
  stranger = new Visitor(app.url);
  lab = await startLab(owner);
  await startLab(stranger);
});

afterEach(() => {
  for (const terminal of open.splice(0)) terminal.socket.terminate();
});

afterAll(async () => {
  await app.close();
  await runner.close();
  await postgres.stop();
  rmSync(dir, { recursive: true, force: true });
});

async function startLab(visitor: Visitor): Promise<LabView> {
  const { body } = await visitor.post<LabView>('/api/labs', { lesson: LESSON });
  return visitor.until(body.id, (event) =>
    event.type === 'lab' && event.lab.state === 'ready' ? event.lab : undefined,
  );
}

async function ticketOf(visitor: Visitor, terminal = 'workstation'): Promise<string> {
  const answer = await visitor.post<{ ticket: string }>(`/api/labs/${lab.id}/terminals/${terminal}/ticket`);
  expect(answer.status).toBe(200);
  return answer.body.ticket;
}

function connect(headers: { origin?: string; cookie?: string }, frames: readonly unknown[]): TestTerminal {
  const terminal = new TestTerminal(app.url, headers, frames);
  open.push(terminal);
  return terminal;
}

const asOwner = () => ({ origin: app.url, cookie: owner.cookie });
const refusals = () => app.logged.filter((line) => line['audit'] === 'terminal' && line['outcome'] === 'refused');

it('a page with origin, session and ticket gets a shell, whose frames pass both ways', async () => {
  const terminal = connect(asOwner(), [{ ticket: await ticketOf(owner) }, ATTACH]);
  await terminal.sees('fake:workstation$ ');
  terminal.type('echo through-the-app\r');
  await terminal.sees('\r\nthrough-the-app\r\n');
});

describe('a WebSocket is refused, and the refusal logged with its reason but never the ticket,', () => {
  const secret = 'a-ticket-nobody-issued';
  const rows: {
    name: string;
    headers: () => { origin?: string; cookie?: string };
    frames: () => Promise<unknown[]> | unknown[];
    outcome: Outcome | { kind: 'closed'; code: number };
    reason: RegExp;
  }[] = [
    {
      name: 'without an Origin',
      headers: () => ({ cookie: owner.cookie }),
      frames: async () => [{ ticket: await ticketOf(owner) }],
      outcome: { kind: 'refused', status: 403 },
      reason: /no origin/,
    },
    {
      name: 'from a foreign Origin',
      headers: () => ({ origin: 'https://evil.example', cookie: owner.cookie }),
      frames: async () => [{ ticket: await ticketOf(owner) }],
      outcome: { kind: 'refused', status: 403 },
      reason: /evil\.example/,
    },
    {
      name: 'from an Origin that only begins like ours',
      headers: () => ({ origin: `${app.url}.evil.example`, cookie: owner.cookie }),
      frames: () => [],
      outcome: { kind: 'refused', status: 403 },
      reason: /evil\.example/,
    },
    {
      name: 'from the null Origin of a sandboxed page',
      headers: () => ({ origin: 'null', cookie: owner.cookie }),
      frames: () => [],
      outcome: { kind: 'refused', status: 403 },
      reason: /null/,
    },
    {
      name: 'without a session cookie',
      headers: () => ({ origin: app.url }),
      frames: async () => [{ ticket: await ticketOf(owner) }],
      outcome: { kind: 'refused', status: 401 },
      reason: /no session/,
    },
    {
      name: 'with a cookie whose signature is wrong',
      headers: () => ({ origin: app.url, cookie: owner.cookie.replace(/.{6}$/, 'AAAAAA') }),
      frames: () => [],
      outcome: { kind: 'refused', status: 401 },
      reason: /no session/,
    },
    {
      name: 'with a ticket nobody issued',
      headers: asOwner,
      frames: () => [{ ticket: secret }],
      outcome: { kind: 'closed', code: CLOSE.ticketRefused },
      reason: /ticket unknown/,
    },
    {
      name: 'with a used ticket',
      headers: asOwner,
      frames: async () => {
        const ticket = await ticketOf(owner);
        const first = connect(asOwner(), [{ ticket }, ATTACH]);
        await first.sees('fake:workstation$ ');
        return [{ ticket }];
      },
      outcome: { kind: 'closed', code: CLOSE.ticketRefused },
      reason: /ticket unknown/,
    },
    {
      name: 'with an expired ticket',
      headers: asOwner,
      frames: async () => {
        const ticket = await ticketOf(owner);
        await app.services.database.db.execute(sql`update tickets set expires_at = now() - interval '1 second'`);
        return [{ ticket }];
      },
      outcome: { kind: 'closed', code: CLOSE.ticketRefused },
      reason: /ticket expired/,
    },
    {
      name: 'with another person’s ticket',
      headers: () => ({ origin: app.url, cookie: stranger.cookie }),
      frames: async () => [{ ticket: await ticketOf(owner) }],
      outcome: { kind: 'closed', code: CLOSE.ticketRefused },
      reason: /ticket other-session/,
    },
    {
      name: 'with terminal frames before the ticket',
      headers: asOwner,
      frames: async () => [ATTACH, { ticket: await ticketOf(owner) }],
      outcome: { kind: 'closed', code: CLOSE.badFirstFrame },
      reason: /first frame is no ticket/,
    },
    {
      name: 'with a first frame that is not JSON',
      headers: asOwner,
      frames: () => ['{"ticket":'],
      outcome: { kind: 'closed', code: CLOSE.badFirstFrame },
      reason: /first frame is no ticket/,
    },
    {
      name: 'when no frame comes in time',
      headers: asOwner,
      frames: () => [],
      outcome: { kind: 'closed', code: CLOSE.badFirstFrame },
      reason: /no ticket in time/,
    },
  ];

  it.each(rows)('$name', async ({ headers, frames, outcome, reason }) => {
    const before = refusals().length;
    const given = await frames();
    const terminal = connect(headers(), given);
    expect(await terminal.ended()).toMatchObject(outcome);
    expect(terminal.output).toBe('');
    const lines = refusals().slice(before);
    expect(lines).toHaveLength(1);
    expect(lines[0]?.['reason']).toMatch(reason);
    const everything = JSON.stringify(app.logged);
    for (const frame of given) {
      const ticket = typeof frame === 'object' && frame !== null && 'ticket' in frame ? String(frame.ticket) : null;
      if (ticket) expect(everything).not.toContain(ticket);
    }
  });
});

it('a ticket is not issued for a terminal that the lab does not have', async () => {
  const answer = await owner.post(`/api/labs/${lab.id}/terminals/..%2F..%2Fhealth/ticket`);
  expect(answer.status).toBe(404);
});

it('a ticket opens the terminal that it names and no other', async () => {
  const terminal = connect(asOwner(), [{ ticket: await ticketOf(owner, 'node-1') }, ATTACH]);
  await terminal.sees('fake:node-1$ ');
});

it('tickets are stored as hashes', async () => {
  const ticket = await ticketOf(owner);
  const rows = await app.services.database.db.execute(sql`select tickets::text as line from tickets`);
  expect(rows.rows.length).toBeGreaterThan(0);
  expect(JSON.stringify(rows.rows)).not.toContain(ticket);
});

it('a flood is held back by a page that does not read, and a second terminal answers meanwhile', async () => {
  const flooded = connect(asOwner(), [{ ticket: await ticketOf(owner) }, ATTACH]);
  await flooded.sees('fake:workstation$ ');
  flooded.socket.pause();
  flooded.type('yes podwire\r');
  const quiet = connect(asOwner(), [{ ticket: await ticketOf(owner, 'node-1') }, ATTACH]);
  await quiet.sees('fake:node-1$ ');
  const startedAt = performance.now();
  quiet.type('echo still-here\r');
  await quiet.sees('\r\nstill-here\r\n');
  expect(performance.now() - startedAt).toBeLessThan(1000);
  flooded.socket.resume();
  flooded.type('\x03');
});

it('the socket closes within two seconds when the lab ends, and again when the session does', async () => {
  const visitor = new Visitor(app.url);
  const mine = await startLab(visitor);
  const shell = async (id: string) => {
    const { body } = await visitor.post<{ ticket: string }>(`/api/labs/${id}/terminals/workstation/ticket`);
    const terminal = connect({ origin: app.url, cookie: visitor.cookie }, [{ ticket: body.ticket }, ATTACH]);
    await terminal.sees('fake:workstation$ ');
    return terminal;
  };
  const first = await shell(mine.id);
  let startedAt = performance.now();
  await visitor.delete(`/api/labs/${mine.id}`);
  expect(await first.ended()).toMatchObject({ kind: 'closed', code: CLOSE.labEnded });
  expect(performance.now() - startedAt).toBeLessThan(2000);

  const again = await startLab(visitor);
  const second = await shell(again.id);
  startedAt = performance.now();
  expect((await visitor.post('/api/auth/sign-out')).status).toBe(200);
  expect(await second.ended()).toMatchObject({ kind: 'closed', code: CLOSE.sessionEnded });
  expect(performance.now() - startedAt).toBeLessThan(2000);
});
