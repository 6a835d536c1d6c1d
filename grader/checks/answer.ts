// What the learner typed or chose, compared with a fixed value or with what the kernel shows.
import { z } from 'zod';
import { clean } from '../clean';
import { processLine } from '../lines';
import { BITS, ipToBigInt, parseNet, sameAddress, sameNet, type IpNet } from '../parse/ip';
import { readReachableAddresses } from '../read';
import { selectProcesses } from '../select/process';
import { selectNetns } from '../select/netns';
import { mergeNeeds, selectorNeeds } from '../select/needs';
import { NetnsSelector, ProcessSelector } from '../select/schema';
import { fail, failMissing, pass, type EvidenceLine, type Result } from '../verdict';
import type { Worlds } from '../world';
import type { CheckType } from './check';

const Namespace = z.enum(['net', 'ipc', 'uts', 'pid', 'mnt', 'cgroup', 'user']);

export const AnswerCheck = z
  .strictObject({
    type: z.literal('answer'),
    kind: z
      .enum(['exact', 'contains', 'choice', 'number', 'cidr'])
      .describe(
        'How the two are compared; capital letters do not matter. "contains": the right answer stands somewhere in what was given. A choice may be several ids, in any order, with commas or blanks between them.',
      ),
    choices: z
      .array(z.string().regex(/^[a-z0-9-]+$/))
      .min(2)
      .optional()
      .describe('Ids of the choices offered; their texts stand in the lesson.'),
    equals: z
      .union([
        z.string().min(1),
        z.number(),
        z.array(z.string().min(1)).min(1),
        z
          .strictObject({ namespaceOf: ProcessSelector, namespace: Namespace })
          .describe('The inode of this namespace of a process.'),
        z.strictObject({ addressOf: NetnsSelector }).describe('An address that others reach the namespace by.'),
      ])
      .describe(
        'The right answer: a fixed one, several accepted ones (exact, contains), the chosen ids (kind choice), or one read from the lab.',
      ),
  })
  .describe('A question with a field or choices in the lesson.');
export type AnswerCheck = z.infer<typeof AnswerCheck>;

export const answer: CheckType<AnswerCheck> = {
  type: 'answer',
  schema: AnswerCheck,
  needs({ equals }) {
    if (typeof equals !== 'object' || Array.isArray(equals)) return { sources: [], objects: [] };
    if ('namespaceOf' in equals) return selectorNeeds(equals.namespaceOf);
    return mergeNeeds(selectorNeeds(equals.addressOf), { sources: ['addresses'], objects: [] });
  },
  evaluate(check, { worlds, answer: given }) {
    const text = given?.trim() ?? '';
    if (text === '') return failMissing('answer.empty', {});
    const expected = expectedOf(check.equals, worlds);
    if ('missing' in expected) return expected.missing;
    const params = { answer: clean(text) };
    const line: EvidenceLine = { source: 'answer', netns: null, line: null, text: clean(text), mark: null };
    const malformed = malformedCode(check, text);
    if (malformed !== null) return fail(malformed, params, [line]);
    // The expected value stays out of params: a wrong answer must not be told the right one.
    if (isSame(check, text, expected.values)) return pass('answer.ok', params, [line, ...expected.lines]);
    return fail('answer.differs', params, [line]);
  },
};

type Expected = { values: string[]; lines: EvidenceLine[] } | { missing: Result };

function expectedOf(equals: AnswerCheck['equals'], worlds: Worlds): Expected {
  if (typeof equals === 'string' || typeof equals === 'number') return { values: [String(equals)], lines: [] };
  if (Array.isArray(equals)) return { values: equals, lines: [] };
  if ('namespaceOf' in equals) {
    const selected = selectProcesses(equals.namespaceOf, worlds);
    if (!selected.found) return { missing: selected.result };
    const inodes = [...new Set(selected.processes.map((each) => String(each.namespaces[equals.namespace])))];
    return { values: inodes, lines: selected.processes.slice(0, 2).map((each) => processLine(each)) };
  }
  const selected = selectNetns(equals.addressOf, worlds);
  if (!selected.found) return { missing: selected.result };
  const found = selected.inodes.flatMap((inode) => readReachableAddresses(worlds.now, inode));
  if (found.length === 0)
    return { missing: failMissing('address.no-reachable', { name: equals.addressOf.container ?? '', netns: '' }) };
  return { values: found.map(({ address }) => `${address.address}/${address.length}`), lines: [] };
}

/** Accepts "4026532281" and what tools print around it, "net:[4026532281]". */
const NUMBER = /^(?:[a-z_]+:\[)?(-?\d+(?:\.\d+)?)\]?$/;

function malformedCode(
  { kind, choices }: AnswerCheck,
  text: string,
): 'answer.not-a-number' | 'answer.not-an-address' | 'answer.no-such-choice' | null {
  if (kind === 'number' && !NUMBER.test(text)) return 'answer.not-a-number';
  if (kind === 'cidr' && parseNet(text) === undefined) return 'answer.not-an-address';
  if (kind === 'choice' && choices !== undefined && ids(text).some((id) => !choices.includes(id)))
    return 'answer.no-such-choice';
  return null;
}

const ids = (text: string): string[] =>
  [...new Set(text.split(/[\s,;、，]+/).map((id) => id.trim().toLowerCase()))].filter((id) => id !== '').sort();

function isSame({ kind }: AnswerCheck, text: string, values: string[]): boolean {
  switch (kind) {
    case 'exact':
      return values.some((value) => value.trim().toLowerCase() === text.toLowerCase());
    case 'contains':
      return values.some((value) => value.trim() !== '' && text.toLowerCase().includes(value.trim().toLowerCase()));
    case 'choice':
      return ids(text).join() === [...new Set(values)].sort().join();
    case 'number': {
      const number = Number(NUMBER.exec(text)?.[1]);
      return values.some((value) => Number(value) === number);
    }
    case 'cidr':
      return values.some((value) => sameCidr(value, text));
  }
}

/** An answer without a prefix length is right when the address is; with one, the networks or the addresses with their lengths must be equal. */
function sameCidr(value: string, text: string): boolean {
  const expected = parseNet(value);
  const given = parseNet(text);
  if (expected === undefined || given === undefined) return false;
  if (!text.includes('/')) return sameAddress(expected.address, given.address);
  return sameNet(expected, given) && (isNetwork(expected) || sameAddress(expected.address, given.address));
}

/** True for 10.244.0.0/16, false for the address of one host in it, 10.244.0.7/16. */
function isNetwork({ address, length, family }: IpNet): boolean {
  const hostBits = BigInt(BITS[family] - length);
  const value = ipToBigInt(address);
  return value !== undefined && (value >> hostBits) << hostBits === value;
}
