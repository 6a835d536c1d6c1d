import { describe, expect, it } from 'vitest';
import { splitMark } from './mark';
import { placeAt, readPlace, scrollTopOf } from './place';

const SECTIONS = [
  { id: 'find', top: 400, height: 600 },
  { id: 'join', top: 1000, height: 200 },
];

describe('placeAt()', () => {
  it('is the beginning above the first section', () => {
    expect(placeAt(SECTIONS, 100)).toBeNull();
  });
  it('is a share of the section, which holds at another width', () => {
    const place = placeAt(SECTIONS, 700);
    expect(place).toEqual({ section: 'find', share: 0.5 });
    const longer = [{ id: 'find', top: 500, height: 1200 }];
    expect(place && scrollTopOf(longer, place)).toBe(1100);
  });
  it('knows nothing of a section that is gone', () => {
    expect(scrollTopOf(SECTIONS, { section: 'old', share: 0 })).toBeNull();
  });
});

describe('readPlace()', () => {
  it.each([null, '', '[]', '{"section":1,"share":0}', 'null'])('ignores %j', (text) => {
    expect(readPlace(text)).toBeNull();
  });
});

describe('splitMark()', () => {
  it('marks the first occurrence', () => {
    expect(splitMark('a 80 80', '80')).toEqual({ before: 'a ', marked: '80', after: ' 80' });
  });
  it.each([
    ['nothing to mark', null],
    ['an empty mark', ''],
    ['a mark that is not there', '443'],
  ])('leaves the text whole with %s', (_name, mark) => {
    expect(splitMark('a 80', mark)).toEqual({ before: 'a 80', marked: '', after: '' });
  });
});
