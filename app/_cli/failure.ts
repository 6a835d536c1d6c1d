/** Something a person can put right: printed without a stack, exit code 1. */
export class CliFailure extends Error {
  override readonly name = 'CliFailure';
  constructor(
    message: string,
    readonly remedy: string | null = null,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The arguments make no sense: exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The command did its work and the news is bad; it has already said so. Exit code 1. */
export class BadNews extends Error {
  override readonly name = 'BadNews';
}
