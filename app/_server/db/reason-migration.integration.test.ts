// 0001 changes words that are stored into documents: a database of before must come through with what it had.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { labs, users } from './schema';
import { MIGRATIONS_DIR } from './migrate';
import { startTestPostgres, type TestPostgres } from './testing';

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

it('0001 keeps the words of earlier reasons as messages, and no reason as none', async () => {
  const { db } = await postgres.freshDatabase();
  await db.execute(sql`alter table labs alter column reason set data type text using null`);
  await db.insert(users).values({ id: 'ann', name: 'ann', email: 'ann@guest.invalid' });
  const words = `It's "over": 100%`;
  await db.execute(sql`insert into labs (id, user_id, lesson, spec_hash, backend, terminals, reason, expires_at) values
    ('a0000001', 'ann', 'a/b', 'h', 'fake', '[]', ${words}, now()), ('a0000002', 'ann', 'a/c', 'h', 'fake', '[]', null, now())`);
  await db.execute(sql.raw(readFileSync(join(MIGRATIONS_DIR, '0001_lab_reason_as_code.sql'), 'utf8')));
  const rows = await db.select({ id: labs.id, reason: labs.reason }).from(labs).orderBy(labs.id);
  expect(rows).toEqual([
    { id: 'a0000001', reason: { code: 'earlier', params: {}, message: words } },
    { id: 'a0000002', reason: null },
  ]);
});
