// Which Node this project runs on. Kept to syntax that Node 12 can read, so that an old Node gets this advice and not a SyntaxError.

const OLDEST = [20, 19, 0];

/**
 * @param {string} version as in process.versions.node
 * @returns {string | null} advice, or null when this Node will do
 */
export function nodeAdvice(version) {
  const have = version.split('.').map(Number);
  for (let i = 0; i < OLDEST.length; i += 1) {
    if ((have[i] || 0) > OLDEST[i]) return null;
    if ((have[i] || 0) < OLDEST[i]) {
      return [
        '✗ This Node.js is too old',
        '  tried: start with ' + process.execPath,
        '  seen:  Node.js ' + version + '; Podwire needs ' + OLDEST.join('.') + ' or newer',
        '  to do: install a newer Node.js, for example with "npx n 22", nvm ("nvm install 22") or the packages of',
        '         https://github.com/nodesource/distributions, then open a new shell and run the same command again',
      ].join('\n');
    }
  }
  return null;
}
