import { countPendingMigrations } from '../db/migrate';
import type { Services } from '../services';

interface Part {
  ok: boolean;
  /** What is wrong, in words; null when it is well. */
  problem: string | null;
}

export interface Health {
  /** The database answers and has every migration: without it nothing works. Labs need the runner too. */
  ok: boolean;
  database: Part;
  migrations: Part;
  runner: Part;
}

export async function checkHealth({ database, runner }: Pick<Services, 'database' | 'runner'>): Promise<Health> {
  const [db, migrations, lab] = await Promise.all([
    look(async () => {
      await database.db.execute('select 1');
      return null;
    }),
    look(async () => {
      const pending = await countPendingMigrations(database.db);
      return pending === 0 ? null : `${pending} migrations are not applied; restart Podwire`;
    }),
    look(async () => {
      await runner.health();
      return null;
    }),
  ]);
  return { ok: db.ok && migrations.ok, database: db, migrations, runner: lab };
}

async function look(probe: () => Promise<string | null>): Promise<Part> {
  try {
    const problem = await probe();
    return { ok: problem === null, problem };
  } catch {
    // Details name hosts and paths; they are in the log, and this answer is public.
    return { ok: false, problem: 'does not answer' };
  }
}
