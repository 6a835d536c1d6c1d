// Durations as words: below a second in milliseconds, above in tenths of a second.

type Translate = (key: 'milliseconds' | 'seconds', values: { value: string }) => string;

/** `ms` in words, such as "430 ms" or "19.2 s". `t` is the `common` namespace. */
export function durationWords(t: Translate, ms: number): string {
  if (ms < 1000) return t('milliseconds', { value: String(Math.round(ms)) });
  return t('seconds', { value: (ms / 1000).toFixed(1) });
}
