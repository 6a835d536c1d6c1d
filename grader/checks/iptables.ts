// An iptables rule by what it matches and where it sends a packet; spelling, counters, comments and order of options do not matter.
import { z } from 'zod';
import type { Rule } from '../parse/iptables/types';
import { ipFamily, parseNet } from '../parse/ip';
import { textLine } from '../lines';
import { clean } from '../clean';
import { readIptables } from '../read';
import { describeTarget, matchesRule, mentions } from '../model/rule';
import { nameOf } from '../select/process';
import { selectNetns } from '../select/netns';
import { mergeNeeds, selectorNeeds } from '../select/needs';
import { NetnsSelector } from '../select/schema';
import { fail, pass, Undecidable, type Params } from '../verdict';
import { netnsName, type Worlds } from '../world';
import type { CheckType } from './check';

const Net = z.string().refine((text) => parseNet(text) !== undefined, 'an address or a network such as 10.96.0.0/16');
const Port = z.number().int().min(1).max(65535);

export const RuleMatch = z
  .strictObject({
    source: Net.optional(),
    destination: Net.optional(),
    inInterface: z.string().optional(),
    outInterface: z.string().optional(),
    protocol: z.enum(['tcp', 'udp', 'icmp', 'sctp']).optional(),
    sourcePort: Port.optional(),
    destinationPort: Port.optional(),
    states: z.array(z.enum(['NEW', 'ESTABLISHED', 'RELATED', 'INVALID', 'UNTRACKED', 'SNAT', 'DNAT'])).optional(),
    comment: z.string().optional().describe('The comment must contain this text.'),
  })
  .describe('What the rule matches. A field left out must not be matched on by the rule, except comments.');
export type RuleMatch = z.infer<typeof RuleMatch>;

export const RuleTarget = z
  .strictObject({
    kind: z
      .string()
      .regex(/^[A-Za-z][A-Za-z0-9_-]{0,28}$/)
      .describe('ACCEPT, DROP, REJECT, RETURN, DNAT, SNAT, MASQUERADE, REDIRECT, or the chain it jumps to.'),
    toAddress: z
      .string()
      .refine((text) => ipFamily(text) !== undefined)
      .optional()
      .describe('Of DNAT or SNAT.'),
    toPort: Port.optional().describe('Of DNAT, SNAT or REDIRECT.'),
  })
  .describe('Where the packet goes.');
export type RuleTarget = z.infer<typeof RuleTarget>;

export const IptablesCheck = z
  .strictObject({
    type: z.literal('iptables'),
    in: NetnsSelector,
    table: z.enum(['filter', 'nat', 'mangle', 'raw', 'security']).default('filter'),
    chain: z.string().min(1),
    match: RuleMatch.default({}),
    target: RuleTarget,
    absent: z.boolean().default(false).describe('No such rule may be there, though the namespace is.'),
  })
  .describe('A rule of iptables (legacy tables), matched by meaning.');
export type IptablesCheck = z.infer<typeof IptablesCheck>;

export const iptables: CheckType<IptablesCheck> = {
  type: 'iptables',
  schema: IptablesCheck,
  // Absence is only believed when the other backend was looked at too.
  needs: (check) =>
    mergeNeeds(selectorNeeds(check.in), {
      sources: check.absent ? ['iptables-legacy', 'nft'] : ['iptables-legacy'],
      objects: [],
    }),
  evaluate(check, { worlds }) {
    const selected = selectNetns(check.in, worlds);
    if (!selected.found) return selected.result;
    const inChain = selected.inodes.flatMap((inode) => rulesOf(worlds, inode, check).map((rule) => ({ rule, inode })));
    const hits = inChain.filter(({ rule }) => matchesRule(rule, check.match, check.target) === true);
    const unclear = inChain.filter(({ rule }) => matchesRule(rule, check.match, check.target) === 'unknown');
    const lines = (list: typeof inChain) =>
      list
        .slice(0, 6)
        .map(({ rule, inode }) => textLine(worlds.now, 'iptables-legacy', inode, rule, describeTarget(rule)));
    const params: Params = {
      name: nameOf(check.in),
      table: check.table,
      chain: check.chain,
      wanted: describe(check),
      rules: inChain.length,
    };
    if (check.absent) {
      if (hits.length > 0) return fail('iptables.present', params, lines(hits));
      if (unclear.length > 0) throw new Undecidable('iptables.unknown', params, lines(unclear));
      for (const inode of selected.inodes) refuseNft(worlds, inode);
      return pass('iptables.absent', params);
    }
    if (hits.length > 0) return pass('iptables.ok', params, lines(hits));
    if (unclear.length > 0) throw new Undecidable('iptables.unknown', params, lines(unclear));
    const near = inChain.filter(({ rule }) => mentions(rule, check.match, check.target));
    return near.length > 0
      ? fail('iptables.differs', params, lines(near))
      : fail('iptables.none', params, lines(inChain));
  },
};

function rulesOf(worlds: Worlds, inode: number, check: IptablesCheck): Rule[] {
  return readIptables(worlds.now, inode).rules.filter(
    (rule) => (rule.table ?? check.table) === check.table && rule.chain === check.chain,
  );
}

/** A rule may also live in nftables, where this check cannot read its meaning. */
function refuseNft(worlds: Worlds, inode: number): void {
  const text = worlds.now.source(inode, 'nft').text;
  const first = text.split('\n').find((line) => line.trim() !== '' && !line.trim().startsWith('#'));
  if (first === undefined || first.trim() === '{}') return;
  const line = { source: 'nft', netns: netnsName(inode), line: 1, text: clean(first), mark: null };
  throw new Undecidable('iptables.other-backend', { netns: netnsName(inode) }, [line]);
}

function describe({ match, target }: IptablesCheck): string {
  const words: string[] = [];
  if (match.source !== undefined) words.push('source', match.source);
  if (match.destination !== undefined) words.push('destination', match.destination);
  if (match.inInterface !== undefined) words.push('in', match.inInterface);
  if (match.outInterface !== undefined) words.push('out', match.outInterface);
  if (match.protocol !== undefined) words.push(match.protocol);
  if (match.sourcePort !== undefined) words.push('source port', String(match.sourcePort));
  if (match.destinationPort !== undefined) words.push('destination port', String(match.destinationPort));
  if (match.states !== undefined) words.push(match.states.join(','));
  if (match.comment !== undefined) words.push(`"${match.comment}"`);
  const to = [target.toAddress, target.toPort].filter((each) => each !== undefined).join(':');
  return [...words, '→', target.kind, to].filter(Boolean).join(' ');
}
