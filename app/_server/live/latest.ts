/** Yields the newest value of `source` each time the consumer is ready; what came while it was busy and is not the newest is skipped. */
export async function* latest<T>(source: AsyncIterable<T>): AsyncGenerator<T> {
  let newest: { value: T } | null = null;
  let end: { error?: unknown } | null = null;
  let wake: () => void = () => undefined;
  const reading = (async () => {
    for await (const value of source) {
      newest = { value };
      wake();
    }
  })().then(
    () => (end = {}),
    (error: unknown) => (end = { error }),
  );
  void reading.then(() => wake());
  const take = (): { value: T } | null => {
    const taken = newest;
    newest = null;
    return taken;
  };
  const ended = (): { error?: unknown } | null => end;
  for (;;) {
    const taken = take();
    if (taken) {
      yield taken.value;
      continue;
    }
    const over = ended();
    if (over) {
      if ('error' in over) throw over.error;
      return;
    }
    await new Promise<void>((resolve) => (wake = resolve));
  }
}
