'use client';
import { useEffect, type RefObject } from 'react';
import { placeAt, readPlace, scrollTopOf, type Section } from './place';

/**
 * Keeps the reader's place in a lesson over a reload, a change of language and the next visit. The wide page scrolls inside
 * `scroller`, the narrow one scrolls whole; an address with a #step wins over what was kept.
 */
export function usePlace(scroller: RefObject<HTMLElement | null>, lesson: string): void {
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const key = `podwire.place.${lesson}`;
    const inner = () => getComputedStyle(element).overflowY === 'auto';
    const scrollTop = () => (inner() ? element.scrollTop : window.scrollY);
    const sections = (): Section[] => {
      const origin = inner() ? element.getBoundingClientRect().top - element.scrollTop : -window.scrollY;
      return [...element.querySelectorAll<HTMLElement>('[data-place]')].map((section) => {
        const box = section.getBoundingClientRect();
        return { id: section.dataset.place ?? '', top: box.top - origin, height: box.height };
      });
    };

    try {
      const kept = location.hash === '' ? readPlace(localStorage.getItem(key)) : null;
      const top = kept && scrollTopOf(sections(), kept);
      if (top !== null) (inner() ? element : window).scrollTo({ top, behavior: 'instant' });
    } catch {
      // Storage is refused in some private windows: the page then begins at its beginning.
    }

    let frame = 0;
    const onScroll = () => {
      if (frame !== 0) return;
      frame = requestAnimationFrame(() => {
        frame = 0;
        const place = placeAt(sections(), scrollTop());
        try {
          if (place) localStorage.setItem(key, JSON.stringify(place));
          else localStorage.removeItem(key);
        } catch {
          // As above.
        }
      });
    };
    element.addEventListener('scroll', onScroll, { passive: true });
    window.addEventListener('scroll', onScroll, { passive: true });
    return () => {
      cancelAnimationFrame(frame);
      element.removeEventListener('scroll', onScroll);
      window.removeEventListener('scroll', onScroll);
    };
  }, [scroller, lesson]);
}
