// What a learner has typed as answers in one lab, kept in the browser so that a reload loses nothing. A new lab begins with none.
export type StepAnswers = Readonly<Record<string, string>>;

const PREFIX = 'podwire.answers.';

export class Answers {
  #lab: string | null = null;
  #steps = new Map<string, StepAnswers>();

  /** @param storage undefined where the browser offers none; answers then last as long as the page. */
  constructor(private readonly storage: () => Storage | undefined) {}

  of(lab: string | null, step: string): StepAnswers {
    this.#turnTo(lab);
    return this.#steps.get(step) ?? {};
  }

  set(lab: string | null, step: string, answer: string, value: string): void {
    this.#turnTo(lab);
    this.#steps.set(step, { ...this.#steps.get(step), [answer]: value });
    if (lab !== null) this.#write(PREFIX + lab, JSON.stringify([...this.#steps]));
  }

  #turnTo(lab: string | null): void {
    if (lab === this.#lab) return;
    this.#lab = lab;
    this.#steps = new Map(lab === null ? [] : readSteps(this.#read(PREFIX + lab)));
  }

  #read(key: string): string | null {
    try {
      return this.storage()?.getItem(key) ?? null;
    } catch {
      return null;
    }
  }

  /** Answers of earlier labs are of no use to this one, and go. */
  #write(key: string, text: string): void {
    try {
      const storage = this.storage();
      if (!storage) return;
      const old = Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '');
      for (const other of old) if (other.startsWith(PREFIX) && other !== key) storage.removeItem(other);
      storage.setItem(key, text);
    } catch {
      // A full or forbidden store: the answers stay in the page.
    }
  }
}

/** @returns nothing of a text that is not what `set` writes: others may write there too. */
function readSteps(text: string | null): [string, StepAnswers][] {
  try {
    const value: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(value) ? value.filter(isStep) : [];
  } catch {
    return [];
  }
}

function isStep(entry: unknown): entry is [string, StepAnswers] {
  if (!Array.isArray(entry) || typeof entry[0] !== 'string') return false;
  const answers: unknown = entry[1];
  return (
    typeof answers === 'object' &&
    answers !== null &&
    Object.values(answers).every((value) => typeof value === 'string')
  );
}

/** The browser's own store; reading the property throws where it is forbidden. */
export function browserStorage(): Storage | undefined {
  try {
    return globalThis.localStorage;
  } catch {
    return undefined;
  }
}
