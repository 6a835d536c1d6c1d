import { createTranslator } from 'next-intl';
import { describe, expect, it } from 'vitest';
import en from '../../_messages/en.json';
import zh from '../../_messages/zh.json';
import { reasonWords } from './reason-words';

const inEnglish = createTranslator({ locale: 'en', messages: en, namespace: 'labReason' });
const inChinese = createTranslator({ locale: 'zh', messages: zh, namespace: 'labReason' });

describe('reasonWords()', () => {
  it('says a known code in the language of the page, not by its message', () => {
    const reason = { code: 'expired-max', params: {}, message: 'The time of this lab is over.' };
    expect(reasonWords(inChinese, reason)).toBe('这个实验的时间已到。');
    expect(reasonWords(inEnglish, reason)).toBe('The time of this lab is over.');
  });

  it('puts what the machine said in as it is, also when it looks like a message format', () => {
    const reason = { code: 'create-failed', params: { detail: "{x} it's <b>50%</b>" }, message: '' };
    expect(reasonWords(inChinese, reason)).toBe("系统给出的原文：{x} it's <b>50%</b>");
  });

  it('falls back to the message for a code it does not know', () => {
    const reason = { code: 'earlier', params: {}, message: 'The moon was full.' };
    expect(reasonWords(inChinese, reason)).toBe('The moon was full.');
  });
});
