// Knows programs by their content. A hash is kept for as long as the kernel says that the file was not changed.
import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** A learner's 500 MB "program" must not hold a grader up; no program of a lab's image is near this. */
const MAX_BYTES = 64 << 20;
const MAX_KEPT = 4096;

export class ProgramHashes {
  private readonly kept = new Map<string, string>();

  /** @returns the SHA-256 of the file, hexadecimal. @throws Error when it cannot be read or is too long. */
  of(path: string): string {
    const file = openSync(path, 'r');
    try {
      const { dev, ino, size, mtimeNs, ctimeNs } = fstatSync(file, { bigint: true });
      if (size > BigInt(MAX_BYTES)) throw new Error(`${path} has ${size} bytes, more than is read of a program`);
      // The time of modification can be set by the owner; that of the change of status cannot.
      const key = `${dev}/${ino}/${size}/${mtimeNs}/${ctimeNs}`;
      const known = this.kept.get(key);
      if (known !== undefined) return known;
      const sha256 = hashFile(file);
      if (this.kept.size >= MAX_KEPT) this.kept.clear();
      this.kept.set(key, sha256);
      return sha256;
    } finally {
      closeSync(file);
    }
  }
}

function hashFile(file: number): string {
  const hash = createHash('sha256');
  const buffer = Buffer.allocUnsafe(1 << 18);
  for (let position = 0; position <= MAX_BYTES;) {
    const read = readSync(file, buffer, 0, buffer.length, position);
    if (read === 0) break;
    hash.update(buffer.subarray(0, read));
    position += read;
  }
  return hash.digest('hex');
}
