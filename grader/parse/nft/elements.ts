import type { Words } from '../text';
import type { NftElement } from './types';

/** Reads the elements after "{" up to and with its "}". A comma at the end of a word ends an element. */
export function readElements(words: Words): NftElement[] {
  const elements: NftElement[] = [];
  let current: string[] = [];
  let isQuoted = false;
  for (;;) {
    const word = words.next('"}" after the elements');
    if (!isQuoted && word === '}') {
      if (current.length > 0) elements.push(elementOf(current));
      return elements;
    }
    if (countQuotes(word) % 2 === 1) isQuoted = !isQuoted;
    if (!isQuoted && word.endsWith(',')) {
      elements.push(elementOf([...current, word.slice(0, -1)]));
      current = [];
    } else current.push(word);
  }
}

function countQuotes(word: string): number {
  return word.split('"').length - 1;
}

function elementOf(words: readonly string[]): NftElement {
  const colon = words.indexOf(':');
  if (colon < 0) return { key: words.join(' ') };
  return { key: words.slice(0, colon).join(' '), value: words.slice(colon + 1).join(' ') };
}

/** The words of the elements with their braces. */
export function elementWords(elements: readonly NftElement[]): string[] {
  const texts = elements.map(({ key, value }, index) => {
    const text = value === undefined ? key : `${key} : ${value}`;
    return index === elements.length - 1 ? text : `${text},`;
  });
  return ['{', ...texts.flatMap((text) => text.split(' ')), '}'];
}
