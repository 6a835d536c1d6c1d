/** Where white space may stand in a JSON document. */
export type Place = 'start' | 'open' | 'before comma' | 'after comma' | 'before colon' | 'after colon' | 'end';

/** How a document is spaced: without, as most writers do after "," and ":", or each place as it was. */
export type Spacing = 'compact' | 'spaced' | readonly string[];

/** The white space that a style has at a place; every tool ends its text with a line feed. */
export function usualSpace(style: 'compact' | 'spaced', place: Place): string {
  if (place === 'end') return '\n';
  return style === 'spaced' && (place === 'after comma' || place === 'after colon') ? ' ' : '';
}

/** Remembers the white space of a document while it is read, and says in the end how to write it again. */
export class SpacingReader {
  private readonly spaces: string[] = [];
  private isCompact = true;
  private isSpaced = true;

  add(place: Place, space: string): void {
    this.spaces.push(space);
    this.isCompact &&= space === usualSpace('compact', place);
    this.isSpaced &&= space === usualSpace('spaced', place);
  }

  get spacing(): Spacing {
    return this.isCompact ? 'compact' : this.isSpaced ? 'spaced' : this.spaces;
  }
}
