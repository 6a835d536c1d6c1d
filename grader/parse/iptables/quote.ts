/** The characters that need no quotes in iptables-save. */
const PLAIN = /^[A-Za-z0-9_-]+$/;

const ESCAPED = /["\\']/;

/** As iptables-save writes a text. */
export function quoted(text: string): string {
  if (PLAIN.test(text)) return text;
  return ESCAPED.test(text) ? `"${text.replaceAll(/["\\']/g, (character) => `\\${character}`)}"` : `"${text}"`;
}

/** The text of a word that may be quoted; undefined when the quotes do not match. */
export function unquoted(word: string): string | undefined {
  if (!word.startsWith('"')) return word;
  if (word.length < 2 || !word.endsWith('"')) return undefined;
  const text = word.slice(1, -1);
  return text.includes('\\') ? text.replaceAll(/\\(.)/g, '$1') : text;
}
