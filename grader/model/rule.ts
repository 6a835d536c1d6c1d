// What an iptables rule means, for finding one by meaning. A rule with a word nobody here models is "unknown", never a match.
import type { Match } from '../parse/iptables/matches/types';
import type { Target } from '../parse/iptables/targets/types';
import type { Negatable, Rule } from '../parse/iptables/types';
import { parseNet, sameNet } from '../parse/ip';

export interface WantedMatch {
  source?: string | undefined;
  destination?: string | undefined;
  inInterface?: string | undefined;
  outInterface?: string | undefined;
  protocol?: string | undefined;
  sourcePort?: number | undefined;
  destinationPort?: number | undefined;
  states?: readonly string[] | undefined;
  comment?: string | undefined;
}

export interface WantedTarget {
  kind: string;
  toAddress?: string | undefined;
  toPort?: number | undefined;
}

/** Whether the rule is the wanted one: true, false, or "unknown" when all that is understood fits but something is not understood. */
export function matchesRule(rule: Rule, match: WantedMatch, target: WantedTarget): boolean | 'unknown' {
  const fits =
    sameNetwork(rule.source, match.source) &&
    sameNetwork(rule.destination, match.destination) &&
    sameWord(rule.inInterface, match.inInterface) &&
    sameWord(rule.outInterface, match.outInterface) &&
    sameWord(rule.protocol, match.protocol) &&
    rule.fragment === undefined &&
    samePorts(rule.matches, match) &&
    sameStates(rule.matches, match.states) &&
    hasComment(rule.matches, match.comment) &&
    sameTarget(rule.target, target);
  if (!fits) return false;
  const others = rule.matches.filter(
    ({ module }) => !['tcp', 'udp', 'sctp', 'comment', 'conntrack', 'state'].includes(module) && module !== 'multiport',
  );
  if (others.some(({ module }) => module === 'unknown') || (rule.extra?.length ?? 0) > 0) return 'unknown';
  return others.length === 0;
}

/** A rule near the wanted one: the same target or the same destination. Worth showing to someone who got it wrong. */
export function mentions(rule: Rule, match: WantedMatch, target: WantedTarget): boolean {
  return (
    sameTarget(rule.target, { kind: target.kind }) ||
    (match.destination !== undefined && sameNetwork(rule.destination, match.destination))
  );
}

/** The name after `-j` or `-g`; null for a rule that only counts. */
export function describeTarget({ target }: Rule): string | null {
  if (target === undefined) return null;
  if (target.kind === 'jump' || target.kind === 'goto') return target.chain;
  return target.kind === 'unknown' ? target.name : target.kind;
}

function sameNetwork(actual: Rule['source'], wanted: string | undefined): boolean {
  if (wanted === undefined) return actual === undefined || (!actual.not && actual.value.length === 0);
  const net = parseNet(wanted);
  return actual !== undefined && !actual.not && net !== undefined && sameNet(actual.value, net);
}

function sameWord(actual: Negatable<string> | undefined, wanted: string | undefined): boolean {
  if (wanted === undefined) return actual === undefined;
  return actual !== undefined && !actual.not && actual.value === wanted;
}

function samePorts(matches: Match[], wanted: WantedMatch): boolean {
  const asked = { source: wanted.sourcePort, destination: wanted.destinationPort };
  const ports = { source: [] as PortSet[], destination: [] as PortSet[] };
  for (const match of matches) {
    if (match.module === 'tcp' || match.module === 'udp' || match.module === 'sctp') {
      if (match.sport !== undefined) ports.source.push({ not: match.sport.not, ranges: [match.sport.value] });
      if (match.dport !== undefined) ports.destination.push({ not: match.dport.not, ranges: [match.dport.value] });
      // Flags and options narrow the rule further than anything that can be asked for here.
      if (match.module === 'tcp' && (match.tcpFlags !== undefined || match.tcpOption !== undefined)) return false;
    } else if (match.module === 'multiport') {
      if (match.ports !== undefined) return false;
      if (match.sports !== undefined) ports.source.push({ not: match.sports.not, ranges: match.sports.value });
      if (match.dports !== undefined) ports.destination.push({ not: match.dports.not, ranges: match.dports.value });
    }
  }
  return isPort(ports.source, asked.source) && isPort(ports.destination, asked.destination);
}

interface PortSet {
  not: boolean;
  ranges: { from: number; to: number }[];
}

function isPort(sets: PortSet[], wanted: number | undefined): boolean {
  if (wanted === undefined) return sets.length === 0;
  return (
    sets.length > 0 &&
    sets.every(({ not, ranges }) => !not && ranges.every(({ from, to }) => from === wanted && to === wanted))
  );
}

function sameStates(matches: Match[], wanted: readonly string[] | undefined): boolean {
  const states = matches.flatMap((match) => (match.module === 'conntrack' || match.module === 'state' ? [match] : []));
  if (wanted === undefined) return states.length === 0;
  return (
    states.length > 0 &&
    states.every(
      ({ ctstate }) =>
        ctstate !== undefined && !ctstate.not && [...ctstate.value].sort().join() === [...wanted].sort().join(),
    )
  );
}

function hasComment(matches: Match[], wanted: string | undefined): boolean {
  return wanted === undefined || matches.some((match) => match.module === 'comment' && match.comment?.includes(wanted));
}

function sameTarget(actual: Target | undefined, wanted: WantedTarget): boolean {
  if (actual === undefined) return false;
  if (actual.kind === 'jump' || actual.kind === 'goto') {
    return actual.chain === wanted.kind && wanted.toAddress === undefined && wanted.toPort === undefined;
  }
  if (actual.kind !== wanted.kind) return false;
  if (wanted.toAddress === undefined && wanted.toPort === undefined) return true;
  const range = actual.kind === 'DNAT' ? actual.toDestination : actual.kind === 'SNAT' ? actual.toSource : undefined;
  const ports = actual.kind === 'REDIRECT' ? actual.toPorts : range?.ports;
  const isAddress =
    wanted.toAddress === undefined || (range?.fromAddress === wanted.toAddress && range.toAddress === wanted.toAddress);
  return isAddress && (wanted.toPort === undefined || (ports?.from === wanted.toPort && ports.to === wanted.toPort));
}
