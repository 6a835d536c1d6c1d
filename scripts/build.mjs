// npm run build. Kept to old syntax: an old Node must get as far as being told that it is old.
import { nodeAdvice } from './lib/node-version.mjs';

const advice = nodeAdvice(process.versions.node);
if (advice) {
  console.error(advice);
  process.exitCode = 1;
} else {
  import('./lib/build.mjs')
    .then(function (module) {
      return module.build(process.argv.slice(2));
    })
    .then(function (code) {
      process.exit(code);
    });
}
