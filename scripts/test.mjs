// npm test. Kept to old syntax: an old Node must get as far as being told that it is old.
import { nodeAdvice } from './lib/node-version.mjs';

const advice = nodeAdvice(process.versions.node);
if (advice) {
  console.error(advice);
  process.exitCode = 1;
} else {
  import('./lib/test.mjs')
    .then(function (module) {
      return module.test(process.argv.slice(2));
    })
    .then(function (code) {
      process.exit(code);
    });
}
