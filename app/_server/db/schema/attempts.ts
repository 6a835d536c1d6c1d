// Looks at a lab and what came of them. An attempt is a row before it is graded; its evidence allows regrading without the lab.
import { sql } from 'drizzle-orm';
import { index, integer, jsonb, pgEnum, pgTable, primaryKey, real, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { bytes, moment } from './columns';
import { labs } from './labs';
import { users } from './users';

export const evidenceKinds = pgEnum('evidence_kind', ['baseline', 'step-start', 'attempt', 'tick']);

export const evidence = pgTable(
  'evidence',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    labId: text('lab_id')
      .notNull()
      .references(() => labs.id, { onDelete: 'cascade' }),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    kind: evidenceKinds('kind').notNull(),
    /** The step that it was taken for; "" for the baseline, which serves all. */
    step: text('step').notNull().default(''),
    /** SHA-256 of the document's JSON text, hexadecimal. */
    hash: text('hash').notNull(),
    /** The JSON text, gzip. */
    document: bytes('document').notNull(),
    takenAt: moment('taken_at').notNull().defaultNow(),
  },
  (table) => [
    index('evidence_lab').on(table.labId),
    uniqueIndex('evidence_one_start')
      .on(table.labId, table.kind, table.step)
      .where(sql`${table.kind} in ('baseline', 'step-start')`),
  ],
);

export const attemptKinds = pgEnum('attempt_kind', ['check', 'tick']);
export const attemptStates = pgEnum('attempt_state', ['grading', 'graded']);
export const verdicts = pgEnum('verdict', ['pass', 'fail', 'not graded']);

export const attempts = pgTable(
  'attempts',
  {
    id: uuid('id').primaryKey(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    labId: text('lab_id')
      .notNull()
      .references(() => labs.id, { onDelete: 'cascade' }),
    lesson: text('lesson').notNull(),
    step: text('step').notNull(),
    kind: attemptKinds('kind').notNull(),
    /** Made by the page: the same key of the same person is the same attempt. */
    key: uuid('key').notNull(),
    answers: jsonb('answers').$type<Record<string, string>>().notNull().default({}),
    state: attemptStates('state').notNull().default('grading'),
    verdict: verdicts('verdict'),
    points: real('points').notNull().default(0),
    maxPoints: real('max_points').notNull().default(0),
    specHash: text('spec_hash').notNull(),
    evidenceId: uuid('evidence_id').references(() => evidence.id),
    baselineId: uuid('baseline_id').references(() => evidence.id),
    stepStartId: uuid('step_start_id').references(() => evidence.id),
    /** The server process that grades it; when that is gone, another finishes it. */
    claimedBy: text('claimed_by').notNull(),
    /** Why it is not graded, for an operator. */
    detail: text('detail'),
    gradeMs: integer('grade_ms'),
    createdAt: moment('created_at').notNull().defaultNow(),
    gradedAt: moment('graded_at'),
  },
  (table) => [
    uniqueIndex('attempts_key').on(table.userId, table.key),
    index('attempts_step').on(table.userId, table.lesson, table.step, table.createdAt),
    index('attempts_unfinished')
      .on(table.state)
      .where(sql`${table.state} = 'grading'`),
  ],
);

export const checkResults = pgTable(
  'check_results',
  {
    attemptId: uuid('attempt_id')
      .notNull()
      .references(() => attempts.id, { onDelete: 'cascade' }),
    position: integer('position').notNull(),
    checkId: text('check_id').notNull(),
    verdict: verdicts('verdict').notNull(),
    code: text('code').notNull(),
    points: real('points').notNull(),
    maxPoints: real('max_points').notNull(),
    /** The grader's whole result, so that a page can be drawn again without grading. */
    result: jsonb('result').notNull(),
  },
  (table) => [primaryKey({ columns: [table.attemptId, table.position] })],
);
