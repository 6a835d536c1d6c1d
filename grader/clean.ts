// Everything a learner can choose (names, arguments, claims) passes through here before it enters a verdict.

const MAX_LENGTH = 120;
// Control characters, surrogates left alone, line and paragraph separators, and the bidirectional controls that reorder what is shown.
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]/gu;

/** @returns the text on one line, with invisible and reordering characters as \u{HEX}, cut to `max` characters. */
export function clean(text: string, max = MAX_LENGTH): string {
  const shown = text.replace(UNSAFE, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
  const characters = [...shown];
  return characters.length <= max ? shown : `${characters.slice(0, max - 1).join('')}…`;
}
