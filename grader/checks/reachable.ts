// A connection tried by the platform from inside a namespace, with a control that shows that the attempt could have come out otherwise.
import { z } from 'zod';
import type { ProbeRequest, ProbeResult } from '../evidence';
import { clean } from '../clean';
import { ipFamily } from '../parse/ip';
import { readReachableAddresses } from '../read';
import { nameOf } from '../select/process';
import { selectNetns } from '../select/netns';
import { mergeNeeds, selectorNeeds } from '../select/needs';
import { NetnsSelector } from '../select/schema';
import {
  fail,
  failMissing,
  notGraded,
  pass,
  Undecidable,
  type EvidenceLine,
  type Params,
  type Result,
} from '../verdict';
import { netnsName, type Worlds } from '../world';
import type { CheckType } from './check';

const Outcome = z.enum(['connected', 'refused', 'timeout', 'unreachable']);

const Attempt = {
  from: NetnsSelector.describe('Whose network namespace the connection is made from.'),
  to: z
    .union([
      z.string().refine((text) => ipFamily(text) !== undefined, 'an IPv4 or IPv6 address'),
      z.strictObject({ addressOf: NetnsSelector }),
    ])
    .describe('An address, or the first address that others reach a namespace by.'),
  port: z.number().int().min(1).max(65535),
  kind: z.enum(['tcp', 'http']).default('tcp'),
  path: z.string().startsWith('/').optional().describe('Of an http request.'),
  outcome: z.array(Outcome).min(1).default(['connected']).describe('Any of these is right.'),
  status: z.number().int().optional().describe('The HTTP status that must come back.'),
};
const Control = z
  .strictObject(Attempt)
  .describe(
    'A second attempt that must come out as it says, so that the first one means something. If it does not, nothing is graded.',
  );

export const ReachableCheck = z
  .strictObject({ type: z.literal('reachable'), ...Attempt, control: Control })
  .describe('What happens when someone connects.');
export type ReachableCheck = z.infer<typeof ReachableCheck>;
type Attempt = z.infer<typeof Control>;

export const reachable: CheckType<ReachableCheck> = {
  type: 'reachable',
  schema: ReachableCheck,
  needs: (check) => mergeNeeds(...[check, check.control].map(attemptNeeds)),
  probes: (check, worlds) =>
    [check, check.control].flatMap((attempt) => {
      const probe = probeFor(attempt, worlds);
      return 'request' in probe ? [probe.request] : [];
    }),
  evaluate(check, { worlds }) {
    const probe = probeFor(check, worlds);
    if (!('request' in probe)) return probe.missing;
    const control = probeFor(check.control, worlds);
    if (!('request' in control)) return control.missing;
    const controlResult = resultOf(control.request, worlds);
    if (!isRight(check.control, controlResult)) {
      const params = paramsOf(check.control, control.request, controlResult);
      return notGraded('reachable.control', params, [probeLine(control.request, controlResult)]);
    }
    const result = resultOf(probe.request, worlds);
    const params = paramsOf(check, probe.request, result);
    const lines = [probeLine(probe.request, result), probeLine(control.request, controlResult)];
    if (isRight(check, result)) return pass('reachable.ok', params, lines);
    return fail(check.outcome.includes(outcomeOf(result)) ? 'reachable.status' : 'reachable.differs', params, lines);
  },
};

function attemptNeeds({ from, to }: Attempt) {
  if (typeof to === 'string') return selectorNeeds(from);
  return mergeNeeds(selectorNeeds(from, to.addressOf), { sources: ['addresses'], objects: [] });
}

/** The id says everything that is asked, so that a result can only be read as the answer to this question. */
function probeFor(attempt: Attempt, worlds: Worlds): { request: ProbeRequest } | { missing: Result } {
  const from = selectNetns(attempt.from, worlds);
  if (!from.found) return { missing: from.result };
  const fromNetns = from.inodes[0];
  if (fromNetns === undefined || from.inodes.length > 1) {
    return {
      missing: failMissing('netns.ambiguous', { name: nameOf(attempt.from), netns: from.inodes.map(netnsName) }),
    };
  }
  const host = hostOf(attempt.to, worlds);
  if (typeof host !== 'string') return { missing: host };
  const { kind, port, path } = attempt;
  const id = `${kind} ${fromNetns} ${host} ${port} ${path ?? ''}`.trim();
  return { request: { id, kind, fromNetns, host, port, ...(path === undefined ? {} : { path }), timeoutMs: 1000 } };
}

function hostOf(to: Attempt['to'], worlds: Worlds): string | Result {
  if (typeof to === 'string') return to;
  const target = selectNetns(to.addressOf, worlds);
  if (!target.found) return target.result;
  const inode = target.inodes[0];
  if (inode === undefined || target.inodes.length > 1) {
    return failMissing('netns.ambiguous', { name: nameOf(to.addressOf), netns: target.inodes.map(netnsName) });
  }
  const first = readReachableAddresses(worlds.now, inode)[0];
  if (first === undefined)
    return failMissing('address.no-reachable', { name: nameOf(to.addressOf), netns: netnsName(inode) });
  return first.address.address;
}

function resultOf(request: ProbeRequest, worlds: Worlds): ProbeResult {
  const result = worlds.now.probe(request.id);
  if (result === undefined) throw new Undecidable('reachable.not-tried', { host: request.host, port: request.port });
  if (result.outcome === 'error') {
    throw new Undecidable('reachable.error', { host: request.host, port: request.port, detail: clean(result.detail) });
  }
  return result;
}

type Tried = z.infer<typeof Outcome>;
const outcomeOf = ({ outcome }: ProbeResult): Tried => Outcome.parse(outcome);

function isRight(attempt: Attempt, result: ProbeResult): boolean {
  return (
    attempt.outcome.includes(outcomeOf(result)) && (attempt.status === undefined || result.status === attempt.status)
  );
}

function paramsOf(attempt: Attempt, request: ProbeRequest, result: ProbeResult): Params {
  return {
    from: nameOf(attempt.from),
    netns: netnsName(request.fromNetns),
    host: request.host,
    port: request.port,
    kind: request.kind,
    wanted: attempt.outcome,
    outcome: result.outcome,
    wantedStatus: attempt.status ?? null,
    status: result.status,
  };
}

function probeLine(request: ProbeRequest, result: ProbeResult): EvidenceLine {
  const status = result.status === null ? '' : ` ${result.status}`;
  const text = `${request.kind} ${request.host}:${request.port}${request.path ?? ''} → ${result.outcome}${status}`;
  return {
    source: 'probes',
    netns: netnsName(request.fromNetns),
    line: null,
    text: clean(text, 200),
    mark: result.outcome,
  };
}
