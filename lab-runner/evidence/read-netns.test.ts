import { expect, test } from 'vitest';
import { parseAnswers } from './read-netns';

test('parseAnswers() separates answers by their length in bytes', () => {
  const answers = parseAnswers('links 0 0 5\nab\ncdnft 1 0 4\n网\nroutes 0 1 0\n');
  expect([...answers]).toEqual([
    ['links', { exit: 0, truncated: false, text: 'ab\ncd' }],
    ['nft', { exit: 1, truncated: false, text: '网\n' }],
    ['routes', { exit: 0, truncated: true, text: '' }],
  ]);
});

test('parseAnswers() marks an answer that was cut off, and stops where the form ends', () => {
  expect([...parseAnswers('links 0 0 9\nabc')]).toEqual([['links', { exit: 0, truncated: true, text: 'abc' }]]);
  expect([...parseAnswers('garbage')]).toEqual([]);
});
