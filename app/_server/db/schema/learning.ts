// What a person has taken up and how far they are.
import { index, integer, pgEnum, pgTable, primaryKey, real, text, uuid } from 'drizzle-orm/pg-core';
import { moment } from './columns';
import { users } from './users';

export const enrolments = pgTable(
  'enrolments',
  {
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    course: text('course').notNull(),
    createdAt: moment('created_at').notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.course] })],
);

/** "differs" is the newest graded look; a latched step that is done never goes back. */
export const stepStates = pgEnum('step_state', ['open', 'done', 'differs', 'not-graded']);

export const steps = pgTable(
  'steps',
  {
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    lesson: text('lesson').notNull(),
    step: text('step').notNull(),
    state: stepStates('state').notNull().default('open'),
    points: real('points').notNull().default(0),
    /** Graded tries; ticks and "not graded" cost none. */
    attempts: integer('attempts').notNull().default(0),
    hintsOpened: integer('hints_opened').notNull().default(0),
    /** The attempt whose checks are shown. */
    attemptId: uuid('attempt_id'),
    doneAt: moment('done_at'),
    updatedAt: moment('updated_at').notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.userId, table.lesson, table.step] }),
    index('steps_lesson').on(table.lesson, table.step),
  ],
);
