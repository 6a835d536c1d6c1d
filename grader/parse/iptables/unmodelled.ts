import type { Unmodelled } from '../parsed';
import type { IptablesItem, Rule } from './types';

/** Modules, targets and words that no table here knows, rule by rule. */
export function unmodelledOfRules(items: readonly IptablesItem[]): Unmodelled[] {
  const found: Unmodelled[] = [];
  for (const item of items)
    if (item.kind === 'rule' && !isModelled(item))
      for (const token of unmodelledTokens(item)) found.push({ line: item.line, token });
  return found;
}

/** What of this rule is not understood; empty for a rule that is wholly modelled. */
export function unmodelledTokens(rule: Rule): string[] {
  const tokens: string[] = [];
  for (const match of rule.matches)
    if (match.module === 'unknown') tokens.push(['-m', match.name, ...match.words].join(' '));
  if (rule.target?.kind === 'unknown') tokens.push(['-j', rule.target.name, ...rule.target.words].join(' '));
  return [...tokens, ...(rule.extra ?? [])];
}

/** True when every word of the rule is understood. */
export function isModelled(rule: Rule): boolean {
  return (
    rule.extra === undefined &&
    rule.target?.kind !== 'unknown' &&
    rule.matches.every(({ module }) => module !== 'unknown')
  );
}
