import { z } from 'zod';

export const LANGUAGES = ['en', 'zh'] as const;
export type Language = (typeof LANGUAGES)[number];

/** A text that a learner sees, in both languages. */
export const Words = z.strictObject({
  en: z.string().min(1).describe('English'),
  zh: z.string().min(1).describe('简体中文'),
});
export type Words = z.infer<typeof Words>;

/** Ids are part of addresses, of scripts and of stored progress. */
export const Id = z.string().regex(/^[a-z][a-z0-9-]{0,40}$/, 'a small letter, then small letters, digits and hyphens');
