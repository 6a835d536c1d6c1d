// Whether this machine can run labs made of namespaces at all; the journeys are about them.
import { execFileSync } from 'node:child_process';

/** @returns null when it can, else why not and what to do. */
export function whyNotRunnable(): string | null {
  if (process.getuid?.() === 0) return null;
  try {
    execFileSync('unshare', ['--user', '--map-root-user', '--net', 'true'], { stdio: 'pipe' });
    return null;
  } catch (error) {
    const seen = error instanceof Error ? error.message.split('\n').at(-2) : String(error);
    return `labs need root or user namespaces; "unshare --user --net" says: ${seen}. Run as root, or allow unprivileged user namespaces.`;
  }
}
