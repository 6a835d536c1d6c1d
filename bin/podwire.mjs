#!/usr/bin/env node
// The podwire command. Kept to old syntax: an old Node must get as far as being told that it is old.
import { nodeAdvice } from '../scripts/lib/node-version.mjs';

const advice = nodeAdvice(process.versions.node);
if (advice) {
  console.error(advice);
  process.exitCode = 1;
} else {
  import('../scripts/lib/cli.mjs')
    .then(function (module) {
      return module.cli(process.argv);
    })
    .then(function (code) {
      process.exit(code);
    });
}
