// What a selector needs read: container names are claims that must be asked for.
import type { Needs } from '../checks/check';
import type { ProcessSelector } from './schema';

export function selectorNeeds(...selectors: (ProcessSelector | undefined)[]): Needs {
  const named = selectors.some((selector) => selector?.container !== undefined);
  return { sources: [], objects: named ? ['containers'] : [] };
}

export function mergeNeeds(...needs: Needs[]): Needs {
  return {
    sources: [...new Set(needs.flatMap((each) => each.sources))].sort(),
    objects: [...new Set(needs.flatMap((each) => each.objects))].sort(),
  };
}
