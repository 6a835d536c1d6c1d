// all, any, not: several checks as one. They see results only, so nothing undecided ever turns into a pass.
import { fail, notGraded, pass, type Json, type Result } from '../verdict';

/** Passes when every one passes; speaks of the first that does not, failures before what could not be graded. */
export function all(results: readonly Result[]): Result {
  const wrong = results.find(({ verdict }) => verdict === 'fail') ?? results.find(({ verdict }) => verdict !== 'pass');
  if (wrong !== undefined) return wrong;
  const last = results.at(-1);
  if (last === undefined) return notGraded('check.invalid', { field: 'of' });
  return { ...last, evidence: results.flatMap(({ evidence }) => evidence) };
}

/** Passes when one passes; could one of the others still have passed, nothing is said. */
export function any(results: readonly Result[]): Result {
  const right = results.find(({ verdict }) => verdict === 'pass');
  if (right !== undefined) return right;
  const open = results.find(({ verdict }) => verdict === 'not graded');
  if (open !== undefined) return open;
  const [first] = results;
  if (first === undefined) return notGraded('check.invalid', { field: 'of' });
  if (results.length === 1) return first;
  const failed = fail(
    'any.none',
    { results: results.map(({ code, params }): Json => ({ code, params })) },
    results.flatMap(({ evidence }) => evidence),
  );
  return results.some(({ missing }) => missing !== true) ? failed : { ...failed, missing: true };
}

/** Passes when the check fails for what it found; not when it fails because there was nothing to find. */
export function not(result: Result): Result {
  if (result.verdict === 'not graded') return result;
  const inner: Json = { code: result.code, params: result.params };
  if (result.verdict === 'pass') return fail('not.holds', { result: inner }, result.evidence);
  if (result.missing === true) return { ...result };
  return pass('not.ok', { result: inner }, result.evidence);
}
