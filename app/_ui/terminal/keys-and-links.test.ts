import { describe, expect, it } from 'vitest';
import { barKeySequence, terminalCommand, withControl } from './keys';
import { webAddress } from './links';

const KEY = { type: 'keydown', key: 'M', code: 'KeyM', ctrlKey: true, shiftKey: true, altKey: false, metaKey: false };

describe('terminalCommand()', () => {
  it('leaves with Ctrl+Shift+M on any layout', () => {
    expect(terminalCommand({ ...KEY, key: 'ь' })).toBe('leave');
  });
  it.each([
    ['Ctrl+M, which is Enter', { shiftKey: false }],
    ['Shift+M', { ctrlKey: false }],
    ['Ctrl+Alt+Shift+M', { altKey: true }],
    ['Ctrl+Shift+K', { code: 'KeyK' }],
  ])('leaves %s to the shell', (_name, change) => {
    expect(terminalCommand({ ...KEY, ...change })).toBeNull();
  });
});

describe('barKeySequence()', () => {
  it('sends application arrows only when the program asked for them', () => {
    expect([barKeySequence('up', false), barKeySequence('up', true)]).toEqual(['\x1b[A', '\x1bOA']);
    expect(barKeySequence('escape', true)).toBe('\x1b');
  });
});

describe('withControl()', () => {
  it.each([
    ['c', '\x03'],
    ['C', '\x03'],
    ['[', '\x1b'],
    [' ', '\0'],
    ['é', 'é'],
    ['pasted text', 'pasted text'],
  ])('turns %j into %j', (typed, sent) => {
    expect(withControl(typed)).toBe(sent);
  });
});

describe('webAddress()', () => {
  it.each([
    ['https://kubernetes.io/docs/', 'https://kubernetes.io/docs/'],
    ['http://10.88.0.2:8080/', 'http://10.88.0.2:8080/'],
    ['https://kubernetes.io@evil.example/', 'https://evil.example/'],
  ])('opens %s as %s', (text, address) => {
    expect(webAddress(text)).toBe(address);
  });
  it.each(['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', 'vscode://x', 'not an address', ''])(
    'does not open %j',
    (text) => {
      expect(webAddress(text)).toBeNull();
    },
  );
});
