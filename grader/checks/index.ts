// The list of check types: what may stand in lab.yaml, and how each is graded.
import { z } from 'zod';
import type { ProbeRequest } from '../evidence';
import { mergeNeeds } from '../select/needs';
import { notGraded, Undecidable, type Result } from '../verdict';
import { concerning } from '../problems';
import type { Moment, Worlds } from '../world';
import { address, AddressCheck } from './address';
import { answer, AnswerCheck } from './answer';
import type { Asked, CheckType, Needs } from './check';
import { all, any, not } from './combine';
import { container, ContainerCheck } from './container';
import { iptables, IptablesCheck } from './iptables';
import { link, LinkCheck } from './link';
import { listening, ListeningCheck } from './listening';
import { pod, PodCheck } from './pod';
import { process, ProcessCheck } from './process';
import { reachable, ReachableCheck } from './reachable';
import { route, RouteCheck } from './route';
import { sharesNamespace, SharesNamespaceCheck } from './shares-namespace';

const LEAVES = {
  address,
  answer,
  container,
  iptables,
  link,
  listening,
  pod,
  process,
  reachable,
  route,
  'shares-namespace': sharesNamespace,
};

const LEAF_SCHEMAS = [
  AddressCheck,
  AnswerCheck,
  ContainerCheck,
  IptablesCheck,
  LinkCheck,
  ListeningCheck,
  PodCheck,
  ProcessCheck,
  ReachableCheck,
  RouteCheck,
  SharesNamespaceCheck,
] as const;
type Leaf = z.infer<(typeof LEAF_SCHEMAS)[number]>;

/** A check as lab.yaml has it, defaults filled in. */
export type Check = Leaf | { type: 'all'; of: Check[] } | { type: 'any'; of: Check[] } | { type: 'not'; of: Check };

const All = z
  .strictObject({
    type: z.literal('all'),
    get of(): z.ZodType<Check[]> {
      return z.array(Check).min(1);
    },
  })
  .describe('Every one of these must pass.');
const Any = z
  .strictObject({
    type: z.literal('any'),
    get of(): z.ZodType<Check[]> {
      return z.array(Check).min(1);
    },
  })
  .describe('One of these must pass.');
const Not = z
  .strictObject({
    type: z.literal('not'),
    get of(): z.ZodType<Check> {
      return Check;
    },
  })
  .describe('Must not hold, though what it speaks of is there.');

export const Check: z.ZodType<Check> = z.discriminatedUnion('type', [...LEAF_SCHEMAS, All, Any, Not]);

export const CHECK_TYPES: readonly string[] = [...Object.keys(LEAVES), 'all', 'any', 'not'];

// One cast in one place: the type name has chosen the implementation of exactly this check.
const typeOf = (check: Leaf): CheckType<Leaf> => LEAVES[check.type];

const isTree = (check: Check): check is Exclude<Check, Leaf> =>
  check.type === 'all' || check.type === 'any' || check.type === 'not';

const childrenOf = (check: Exclude<Check, Leaf>): Check[] => (check.type === 'not' ? [check.of] : check.of);

/** Everything that must be read for the check to be graded. */
export function needsOf(check: Check): Needs {
  return isTree(check) ? mergeNeeds(...childrenOf(check).map(needsOf)) : typeOf(check).needs(check);
}

/** Connections to try for the check, given what is known so far. What cannot be resolved yet is left out. */
export function probesOf(check: Check, worlds: Worlds): ProbeRequest[] {
  if (isTree(check)) return childrenOf(check).flatMap((child) => probesOf(child, worlds));
  try {
    return typeOf(check).probes?.(check, worlds) ?? [];
  } catch (error) {
    if (error instanceof Undecidable) return [];
    throw error;
  }
}

/** Whether any connection is tried for this check. */
export function hasProbes(check: Check): boolean {
  return isTree(check) ? childrenOf(check).some(hasProbes) : typeOf(check).probes !== undefined;
}

/** Never throws for what the evidence says or lacks: that is "not graded". */
export function evaluate(check: Check, asked: Asked): Result {
  switch (check.type) {
    case 'all':
      return all(check.of.map((child) => evaluate(child, asked)));
    case 'any':
      return any(check.of.map((child) => evaluate(child, asked)));
    case 'not':
      return not(evaluate(check.of, asked));
    default:
      return evaluateLeaf(check, asked);
  }
}

function evaluateLeaf(check: Leaf, asked: Asked): Result {
  const type = typeOf(check);
  const needs = { ...type.needs(check), probes: type.probes !== undefined };
  const problem = concerning(asked.worlds.problems(momentsOf(check)), needs);
  if (problem !== undefined) return notGraded('evidence.problem', { problem });
  try {
    return type.evaluate(check, asked);
  } catch (error) {
    if (error instanceof Undecidable) return notGraded(error.code, error.params, error.lines);
    throw error;
  }
}

/** The documents a check looks into: the newest, and the snapshots its selectors name. */
function momentsOf(value: unknown): Set<Moment> {
  if (value === 'baseline' || value === 'stepStart') return new Set([value]);
  const inner = typeof value === 'object' && value !== null ? Object.values(value) : [];
  return new Set<Moment>(['now', ...inner.flatMap((each) => [...momentsOf(each)])]);
}
