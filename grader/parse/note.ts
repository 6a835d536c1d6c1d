import { layoutOf, lineOf, withLayout } from './layout';
import type { Note } from './parsed';
import { Words } from './text';
import type { Line } from './text';

/** Keeps a line that says nothing: its text is one word, blanks and all. */
export function readNote(line: Line): Note {
  const text = line.text.trim();
  const words = text === '' ? new Words(line, [], []) : new Words(line, [text], [line.text.indexOf(text)]);
  const note: Note = { kind: 'note', line: line.number, text };
  return withLayout(note, layoutOf(words, wordsOfNote(note)));
}

const wordsOfNote = ({ text }: Note): string[] => (text === '' ? [] : [text]);

export function printNote(note: Note): string {
  return lineOf(wordsOfNote(note), note.layout);
}

/** An empty line, or a comment of whoever kept the dump. */
export function isNote(line: Line): boolean {
  const text = line.text.trimStart();
  return text === '' || text.startsWith('#');
}
