import { describe, expect, test } from 'vitest';
import { grade } from '../testing/grade';
import { makeLab, SHOP } from '../testing/lab';

const lab = makeLab({ containers: SHOP });
const check = (kind: string, equals: unknown, more = {}) => ({ type: 'answer', kind, equals, ...more });
const INODE = { namespaceOf: { container: 'shop-pause' }, namespace: 'net' };
const CHOICES = { choices: ['net', 'ipc', 'mnt'] };

describe('answer', () => {
  test.each([
    ['number from the kernel', check('number', INODE), '2001', 'pass', 'answer.ok'],
    ['number as readlink prints it', check('number', INODE), ' net:[2001] ', 'pass', 'answer.ok'],
    ['another number', check('number', INODE), '2002', 'fail', 'answer.differs'],
    ['no number', check('number', INODE), 'net', 'fail', 'answer.not-a-number'],
    ['hexadecimal is no number', check('number', 16), '0x10', 'fail', 'answer.not-a-number'],
    ['exact, other capitals', check('exact', ['EADDRINUSE']), 'eaddrinuse', 'pass', 'answer.ok'],
    ['exact, more around it', check('exact', ['EADDRINUSE']), 'EADDRINUSE!', 'fail', 'answer.differs'],
    [
      'contains',
      check('contains', ['address already in use']),
      'bind() failed (98: Address already in use)',
      'pass',
      'answer.ok',
    ],
    ['choice in any order', check('choice', ['net', 'ipc'], CHOICES), 'ipc, NET', 'pass', 'answer.ok'],
    ['choice, one too many', check('choice', ['net', 'ipc'], CHOICES), 'ipc,net,mnt', 'fail', 'answer.differs'],
    ['choice, one too few', check('choice', ['net', 'ipc'], CHOICES), 'ipc', 'fail', 'answer.differs'],
    ['choice that is not offered', check('choice', ['net'], CHOICES), '__proto__', 'fail', 'answer.no-such-choice'],
    ['cidr of a host', check('cidr', { addressOf: { container: 'shop-web' } }), '10.88.0.5/16', 'pass', 'answer.ok'],
    ['cidr without length', check('cidr', { addressOf: { container: 'shop-web' } }), '10.88.0.5', 'pass', 'answer.ok'],
    [
      'cidr of another host of the network',
      check('cidr', { addressOf: { container: 'shop-web' } }),
      '10.88.0.6/16',
      'fail',
      'answer.differs',
    ],
    ['cidr of a network, any host part', check('cidr', '10.88.0.0/16'), '10.88.7.7/16', 'pass', 'answer.ok'],
    ['cidr of another length', check('cidr', '10.88.0.0/16'), '10.88.0.0/17', 'fail', 'answer.differs'],
    ['no address', check('cidr', '10.88.0.0/16'), '10.88.0.0.0', 'fail', 'answer.not-an-address'],
    ['nothing', check('exact', ['x']), '   ', 'fail', 'answer.empty'],
  ])('%s', (_, asked, answer, verdict, code) => {
    expect(grade(asked, lab, { answer })).toMatchObject({ verdict, code });
  });

  test('no answer is no pass, and is a thing to be missing', () => {
    expect(grade(check('exact', ['x']), lab)).toMatchObject({ verdict: 'fail', code: 'answer.empty', missing: true });
  });
  test('a wrong answer is not told the right one', () => {
    expect(JSON.stringify(grade(check('number', INODE), lab, { answer: '7' }))).not.toContain('2001');
    expect(JSON.stringify(grade(check('exact', ['secret word']), lab, { answer: '7' }))).not.toContain('secret');
  });
  test('an answer that is too long or hostile is cut and made harmless', () => {
    const { params } = grade(check('exact', ['x']), lab, { answer: `\u001b]52;c;x\u0007${'y'.repeat(4000)}` });
    expect((params.answer as string).length).toBeLessThanOrEqual(140);
    expect(params.answer as string).not.toMatch(/[\u001b\u0007]/);
  });
  test('fails, and does not pass, when the process that it asks about is not there', () => {
    expect(grade(check('number', INODE), makeLab(), { answer: '2001' })).toMatchObject({
      verdict: 'fail',
      code: 'container.unknown',
    });
  });
});
