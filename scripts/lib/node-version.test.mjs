import { expect, test } from 'vitest';
import { nodeAdvice } from './node-version.mjs';

test.each(['20.19.0', '20.20.2', '22.0.0', '24.1.0-nightly'])('nodeAdvice() accepts %s', (version) =>
  expect(nodeAdvice(version)).toBeNull(),
);

test.each(['12.22.9', '18.19.0', '20.18.3'])('nodeAdvice() says what to do about %s', (version) => {
  expect(nodeAdvice(version)).toContain(`Node.js ${version}; Podwire needs 20.19.0 or newer`);
  expect(nodeAdvice(version)).toContain('to do:');
});
