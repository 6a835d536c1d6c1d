import { describe, expect, it } from 'vitest';
import { Answers } from './answers';

class MemoryStorage implements Storage {
  readonly #items = new Map<string, string>();
  get length(): number {
    return this.#items.size;
  }
  key = (index: number): string | null => [...this.#items.keys()][index] ?? null;
  getItem = (key: string): string | null => this.#items.get(key) ?? null;
  setItem = (key: string, value: string): void => void this.#items.set(key, value);
  removeItem = (key: string): void => void this.#items.delete(key);
  clear = (): void => this.#items.clear();
}

describe('Answers', () => {
  it('gives a reloaded page what was typed in the same lab', () => {
    const storage = new MemoryStorage();
    new Answers(() => storage).set('alab0001', 'find', 'netns', '4026');
    expect(new Answers(() => storage).of('alab0001', 'find')).toEqual({ netns: '4026' });
  });

  it('begins a new lab with none, and keeps one lab only', () => {
    const storage = new MemoryStorage();
    const answers = new Answers(() => storage);
    answers.set('alab0001', 'find', 'netns', '4026');
    expect(answers.of('alab0002', 'find')).toEqual({});
    answers.set('alab0002', 'find', 'netns', '5000');
    expect(storage.length).toBe(1);
    expect(answers.of('alab0001', 'find')).toEqual({});
  });

  it('keeps answers in the page where the store refuses', () => {
    const answers = new Answers(() => {
      throw new DOMException('denied', 'SecurityError');
    });
    answers.set('alab0001', 'find', 'netns', '4026');
    expect(answers.of('alab0001', 'find')).toEqual({ netns: '4026' });
  });

  it.each(['', '{', '{}', '[1]', '[["find"]]', '[["find",{"netns":1}]]'])('takes nothing from the text %j', (text) => {
    const storage = new MemoryStorage();
    storage.setItem('podwire.answers.alab0001', text);
    expect(new Answers(() => storage).of('alab0001', 'find')).toEqual({});
  });
});
