import { z } from 'zod';

export const Role = z.enum(['learner', 'instructor', 'operator']);
export type Role = z.infer<typeof Role>;

/** Who acts: every query of the data layer takes one. */
export interface Actor {
  id: string;
  role: Role;
  sessionId: string;
}

/** Whose rows are read or written. The server itself acts for a lab's owner when it ticks. */
export type Person = Pick<Actor, 'id'>;
