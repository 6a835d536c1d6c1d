// Which tests may be skipped, and why: scripts/skips.json. A skip that is not on the list is a failure, and so is a listed one that ran.

/**
 * @typedef {object} Skip
 * @property {string} test the outcome's name; a "*" at its end stands for any rest
 * @property {string} reason
 * @property {string} [when] the condition under which it is skipped; always, when left out
 */

/**
 * @param {import('./outcomes.mjs').Outcome[]} outcomes of the lanes that ran
 * @param {Skip[]} skips
 * @param {Record<string, boolean>} conditions what is true on this machine
 * @returns {{outcomes: import('./outcomes.mjs').Outcome[], skipped: {name: string, reason: string}[]}} outcomes with broken promises as failures
 */
export function applySkips(outcomes, skips, conditions) {
  const unknown = skips.filter(({ when }) => when !== undefined && !(when in conditions));
  const matches = (skip, name) =>
    skip.test.endsWith('*') ? name.startsWith(skip.test.slice(0, -1)) : name === skip.test;
  const applies = (skip) => skip.when === undefined || conditions[skip.when] === true;
  const skipped = [];
  const checked = outcomes.map((outcome) => {
    const skip = skips.find((entry) => matches(entry, outcome.name) && applies(entry));
    if (outcome.state === 'skipped') {
      if (!skip) {
        return {
          ...outcome,
          state: 'failed',
          detail: `skipped, but scripts/skips.json does not allow it here. ${outcome.detail}`.trim(),
        };
      }
      skipped.push({ name: outcome.name, reason: skip.reason });
    } else if (skip && outcome.state === 'passed') {
      return {
        ...outcome,
        state: 'failed',
        detail: `ran, although scripts/skips.json says it is skipped: ${skip.reason}`,
      };
    }
    return outcome;
  });
  const broken = unknown.map(({ test, when }) => ({
    name: `scripts/skips.json: ${test}`,
    state: 'failed',
    detail: `unknown condition "${when}"; known: ${Object.keys(conditions).join(', ')}`,
  }));
  const fileOf = (name) => name.split(' › ')[0].replace(/\*$/, '');
  const files = new Set(outcomes.map(({ name }) => fileOf(name)));
  const stale = skips
    .filter((skip) => files.has(fileOf(skip.test)) && !outcomes.some(({ name }) => matches(skip, name)))
    .map(({ test }) => ({ name: `scripts/skips.json: ${test}`, state: 'failed', detail: 'no such test any more' }));
  return { outcomes: [...checked, ...broken, ...stale], skipped };
}
