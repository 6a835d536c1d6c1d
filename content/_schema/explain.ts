// A schema's complaint in words for authors: what is wrong, and what to write instead.
import type { z } from 'zod';
import { CHECK_TYPES } from '../../grader';
import { nearest } from './nearest';

export interface Explained {
  path: (string | number)[];
  code: string;
  message: string;
  remedy: string;
}

type Issue = z.core.$ZodIssue;

/** One complaint can be several problems: each unknown key is one. `root` is the data that was checked. */
export function explain(issue: Issue, root: unknown): Explained[] {
  const path = issue.path.map((key) => (typeof key === 'symbol' ? String(key) : key));
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({
        path: [...path, key],
        code: 'unknown-field',
        message: `"${key}" is not known here`,
        remedy: 'Remove it, or correct its name; content/_schema/json says which fields there are.',
      }));
    case 'invalid_type':
      return [valueAt(root, path) === undefined ? missing(path) : wrong(path, `must be ${article(issue.expected)}`)];
    case 'invalid_value':
      return [oneOf(path, issue.values.map(String), valueAt(root, path))];
    case 'invalid_union':
      return issue.errors.length === 0 ? [noSuchKind(path, issue, root)] : [noBranch(path, issue)];
    default:
      return [wrong(path, issue.message)];
  }
}

function missing(path: (string | number)[]): Explained {
  const name = String(path.at(-1) ?? 'the document');
  return {
    path,
    code: 'missing-field',
    message: `"${name}" is missing`,
    remedy: `Add "${name}".${/^(en|zh)$/.test(name) ? ' Every text is needed in both languages.' : ''}`,
  };
}

function wrong(path: (string | number)[], message: string): Explained {
  return { path, code: 'wrong-value', message, remedy: 'Correct the value on this line.' };
}

function oneOf(path: (string | number)[], values: string[], value: unknown): Explained {
  if (value === undefined) return missing(path);
  const seen = typeof value === 'string' ? value : JSON.stringify(value);
  const meant = nearest(seen, values);
  return {
    path,
    code: 'wrong-value',
    message: `"${seen}" is not one of ${values.join(', ')}`,
    remedy: meant === undefined ? `Write one of ${values.join(', ')}.` : `Did you mean "${meant}"?`,
  };
}

/** The field that says which kind of thing this is names none. For checks that is `type`. */
function noSuchKind(path: (string | number)[], issue: Issue & { code: 'invalid_union' }, root: unknown): Explained {
  const key = 'discriminator' in issue && typeof issue.discriminator === 'string' ? issue.discriminator : 'type';
  const at = path.at(-1) === key ? path : [...path, key];
  const value = valueAt(root, at);
  if (value === undefined) return missing(at);
  const name = typeof value === 'string' ? value : JSON.stringify(value);
  const meant = nearest(name, CHECK_TYPES);
  return {
    path: at,
    code: 'unknown-check',
    message: `there is no check type "${name}"`,
    remedy:
      meant === undefined
        ? `Write one of ${CHECK_TYPES.join(', ')}.`
        : `Did you mean "${meant}"? There are ${CHECK_TYPES.join(', ')}.`,
  };
}

function noBranch(path: (string | number)[], issue: Issue & { code: 'invalid_union' }): Explained {
  const reasons = issue.errors.map((issues) => issues.map((each) => each.message).join('; '));
  return wrong(path, `fits none of the forms allowed here: ${reasons.join(' / ')}`);
}

const article = (type: string): string => (/^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`);

function valueAt(root: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, key)
        ? (value as Record<string | number, unknown>)[key]
        : undefined,
    root,
  );
}
