/** The characters that need no quotes in iptables-save. */
const PLAIN = /^[A-Za-z0-9_-]+$/;

/** As iptables-save writes a text. */
export function quoted(text: string): string {
  return PLAIN.test(text) ? text : `"${text.replaceAll(/["\\']/g, (character) => `\\${character}`)}"`;
}

/** The text of a word that may be quoted; undefined when the quotes do not match. */
export function unquoted(word: string): string | undefined {
  if (!word.startsWith('"')) return word;
  if (word.length < 2 || !word.endsWith('"')) return undefined;
  return word.slice(1, -1).replaceAll(/\\(.)/g, '$1');
}
