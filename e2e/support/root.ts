import { fileURLToPath } from 'node:url';

/** The repository's absolute path. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');
