import { usualSpace } from './spacing';
import type { Place, Spacing } from './spacing';
import type { JsonValue } from './value';

/** The document with the given spacing; without it where the document has since got more or fewer parts. */
export function writeJson(value: JsonValue, spacing: Spacing = 'compact'): string {
  if (typeof spacing === 'string') return new Writer((place) => usualSpace(spacing, place)).document(value);
  let at = 0;
  const text = new Writer(() => spacing[at++] ?? '').document(value);
  return at === spacing.length ? text : writeJson(value);
}

class Writer {
  private readonly parts: string[] = [];

  constructor(private readonly space: (place: Place) => string) {}

  document(value: JsonValue): string {
    this.parts.push(this.space('start'));
    this.value(value);
    this.parts.push(this.space('end'));
    return this.parts.join('');
  }

  private value(value: JsonValue): void {
    if (value === null || typeof value === 'boolean') this.parts.push(String(value));
    else if (typeof value === 'string') this.parts.push(JSON.stringify(value));
    else if (value.type === 'number') this.parts.push(value.text);
    else if (value.type === 'list') this.list('[', ']', value.items, (item) => this.value(item));
    else
      this.list('{', '}', value.members, ({ key, value: of }) => {
        this.parts.push(JSON.stringify(key), this.space('before colon'), ':', this.space('after colon'));
        this.value(of);
      });
  }

  private list<Element>(
    open: string,
    close: string,
    elements: readonly Element[],
    write: (element: Element) => void,
  ): void {
    this.parts.push(open, this.space('open'));
    for (const [index, element] of elements.entries()) {
      if (index > 0) this.parts.push(',', this.space('after comma'));
      write(element);
      this.parts.push(this.space('before comma'));
    }
    this.parts.push(close);
  }
}
