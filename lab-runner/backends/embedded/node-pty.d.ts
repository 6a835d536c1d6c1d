// The package @lydell/node-pty, installed under the name node-pty, declares its types under its own name only.
/// <reference types="node-pty" />
declare module 'node-pty' {
  export * from '@lydell/node-pty';
}
