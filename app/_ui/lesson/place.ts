// Where a reader is, in words that hold in both languages and at any width: a section and how far into it.

export interface Place {
  section: string;
  /** Share of the section that is above the upper edge, 0 to 1. */
  share: number;
}

export interface Section {
  id: string;
  /** Pixels from the start of the scrolled content. */
  top: number;
  height: number;
}

/** The place at scroll position `scrollTop`; null above the first section, which is the beginning. */
export function placeAt(sections: readonly Section[], scrollTop: number): Place | null {
  const section = sections.filter((one) => one.top <= scrollTop + 1).at(-1);
  if (!section) return null;
  const share = section.height > 0 ? (scrollTop - section.top) / section.height : 0;
  return { section: section.id, share: Math.min(1, Math.max(0, share)) };
}

/** The scroll position of a place, or null when its section is gone. */
export function scrollTopOf(sections: readonly Section[], place: Place): number | null {
  const section = sections.find((one) => one.id === place.section);
  return section ? section.top + section.height * place.share : null;
}

export function readPlace(text: string | null): Place | null {
  if (text === null) return null;
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || !('section' in value) || !('share' in value)) return null;
    const { section, share } = value;
    return typeof section === 'string' && typeof share === 'number' ? { section, share } : null;
  } catch {
    return null;
  }
}
