// Labs as the app remembers them: the runner holds the living ones, this holds who owns them and what is left of them.
import { sql } from 'drizzle-orm';
import { boolean, index, integer, jsonb, pgEnum, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import type { CreateStep, LabReason } from '../../../../lab-runner/api';
import { bytes, moment } from './columns';
import { sessions, users } from './users';

export const labStates = pgEnum('lab_state', ['creating', 'ready', 'failed', 'ending', 'ended']);

export const labs = pgTable(
  'labs',
  {
    id: text('id').primaryKey(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    lesson: text('lesson').notNull(),
    specHash: text('spec_hash').notNull(),
    backend: text('backend').notNull(),
    /** Which runner has it; one machine has one, called "local". */
    runnerId: text('runner_id').notNull().default('local'),
    state: labStates('state').notNull().default('creating'),
    terminals: jsonb('terminals').$type<string[]>().notNull(),
    createSteps: jsonb('create_steps').$type<CreateStep[]>().notNull().default([]),
    /** Why it failed or ended; null while it lives and when its owner ended it. */
    reason: jsonb('reason').$type<LabReason>(),
    adopted: boolean('adopted').notNull().default(false),
    /** Files of this earlier lab were put into it. */
    restoredFrom: text('restored_from'),
    /** Its files may be put into the next lab of the lesson; false after a reset, and when they could not be read. */
    restorable: boolean('restorable').notNull().default(true),
    /** Milliseconds from the request to the state "ready"; null while it has none. */
    startMs: integer('start_ms'),
    createdAt: moment('created_at').notNull().defaultNow(),
    expiresAt: moment('expires_at').notNull(),
    endedAt: moment('ended_at'),
  },
  (table) => [
    uniqueIndex('labs_one_open_per_lesson')
      .on(table.userId, table.lesson)
      .where(sql`${table.endedAt} is null`),
    index('labs_open')
      .on(table.runnerId)
      .where(sql`${table.endedAt} is null`),
    index('labs_starts').on(table.lesson, table.backend, table.createdAt),
  ],
);

export const recordings = pgTable(
  'recordings',
  {
    labId: text('lab_id')
      .notNull()
      .references(() => labs.id, { onDelete: 'cascade' }),
    terminal: text('terminal').notNull(),
    /** asciicast v2, gzip. */
    cast: bytes('cast').notNull(),
    createdAt: moment('created_at').notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.labId, table.terminal] })],
);

/** Single-use rights to open one terminal; only the SHA-256 of a ticket is kept. */
export const tickets = pgTable(
  'tickets',
  {
    hash: text('hash').primaryKey(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    sessionId: text('session_id')
      .notNull()
      .references(() => sessions.id, { onDelete: 'cascade' }),
    labId: text('lab_id')
      .notNull()
      .references(() => labs.id, { onDelete: 'cascade' }),
    terminal: text('terminal').notNull(),
    expiresAt: moment('expires_at').notNull(),
  },
  (table) => [index('tickets_expiry').on(table.expiresAt)],
);
