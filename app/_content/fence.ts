// The words after a code fence's backticks: ```sh send on=node-1

export interface Fence {
  language: string | null;
  /** null: not for a terminal; `put`: placed at the prompt; `send`: the author says that Enter may be pressed. */
  run: 'put' | 'send' | null;
  /** The terminal named by `on=`; null for the one the learner looks at. */
  terminal: string | null;
}

const SHELLS = new Set(['sh', 'bash', 'shell']);
const SEND = new Set(['run', 'send']);
/** A shell block that is only to be read: part of a script, or a command for another machine. */
const READ_ONLY = 'show';

/** @param className of the code element, such as "language-sh" @param meta the words after the language */
export function readFence(className: string | undefined, meta: string | undefined): Fence {
  const language = /(?:^|\s)language-(\S+)/.exec(className ?? '')?.[1] ?? null;
  const words = (meta ?? '').split(/\s+/).filter(Boolean);
  const terminal = words.find((word) => word.startsWith('on='))?.slice('on='.length) ?? null;
  if (language === null || !SHELLS.has(language) || words.includes(READ_ONLY))
    return { language, run: null, terminal: null };
  return { language, run: words.some((word) => SEND.has(word)) ? 'send' : 'put', terminal };
}
