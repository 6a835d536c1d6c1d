// Measurements as figures with a budget. Pure.
export interface Figure {
  name: string;
  unit: 'ms' | 'MB' | 'cores';
  /** How many measurements it is made from. */
  count: number;
  p50: number;
  p95: number;
  max: number;
  /** What p50 and p95 should not exceed; null: no budget for it. */
  budget: { p50: number | null; p95: number | null };
  verdict: 'met' | 'missed' | 'no budget';
  /** How it was measured. */
  how: string;
}

/** With the machine's load average of the last minute, before and after: what others did meanwhile is in the figure too. */
export interface LoadedFigure extends Figure {
  load: { before: number; after: number };
}

/** The value below which `share` of the values are: nearest rank. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN;
}

const round = (value: number): number => Math.round(value * 100) / 100;

export function figure(
  name: string,
  unit: Figure['unit'],
  values: readonly number[],
  budget: Figure['budget'],
  how: string,
): Figure {
  const [p50, p95] = [percentile(values, 0.5), percentile(values, 0.95)];
  const isOver = (value: number, limit: number | null) => limit !== null && !(value <= limit);
  const isMissed = isOver(p50, budget.p50) || isOver(p95, budget.p95);
  const hasBudget = budget.p50 !== null || budget.p95 !== null;
  return {
    name,
    unit,
    count: values.length,
    p50: round(p50),
    p95: round(p95),
    max: round(Math.max(...values)),
    budget,
    verdict: isMissed ? 'missed' : hasBudget ? 'met' : 'no budget',
    how,
  };
}
