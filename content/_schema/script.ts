// solution.sh, wrong/*.sh and alt/*.sh: what is typed at which step on which terminal, and what a wrong one must get. Pure.
//
//   #: step ID                   the lines below belong to this step
//   #: on TERMINAL               … and are typed there, until the next such line; "workstation" before the first
//   #: answer CHECK VALUE        what the learner answers
//   #: answer CHECK $ COMMAND    … or the last line that a command prints when the step's lines have been typed
//   #: fails CHECK CODE          wrong/*.sh only: exactly this check of the last step fails, with this code

export interface ScriptSegment {
  step: string;
  terminal: string;
  /** Whole lines as written, without leading and trailing empty lines; may be empty when a step only has answers. */
  text: string;
  /** Line of the file on which `text` starts. */
  line: number;
}

export interface ScriptAnswer {
  step: string;
  check: string;
  /** Exactly one of the two is not null. */
  value: string | null;
  command: string | null;
  /** Where the command is run. */
  terminal: string;
  line: number;
}

export interface ScriptFailure {
  check: string;
  code: string;
  line: number;
}

export interface ScriptProblem {
  line: number;
  message: string;
  remedy: string;
}

export interface Script {
  segments: ScriptSegment[];
  answers: ScriptAnswer[];
  fails: ScriptFailure | null;
  problems: ScriptProblem[];
}

const DIRECTIVE = /^#:\s*(\S+)\s*(.*?)\s*$/;
const FORMS: Readonly<Record<string, { pattern: RegExp; form: string }>> = {
  step: { pattern: /^[a-z][a-z0-9-]*$/, form: '#: step ID' },
  on: { pattern: /^[a-z][a-z0-9-]*$/, form: '#: on TERMINAL' },
  answer: { pattern: /^[a-z][a-z0-9-]*\s+\S/, form: '#: answer CHECK VALUE, or #: answer CHECK $ COMMAND' },
  fails: { pattern: /^[a-z][a-z0-9-]*\s+[a-z]+\.[a-z-]+$/, form: '#: fails CHECK CODE' },
};

export function parseScript(text: string): Script {
  const script: Script = { segments: [], answers: [], fails: null, problems: [] };
  let step: string | null = null;
  let terminal = 'workstation';
  let open: { text: string[]; line: number } = { text: [], line: 1 };

  const problem = (line: number, message: string, remedy: string) => script.problems.push({ line, message, remedy });
  const close = () => {
    const segment = trimmed(open);
    if (step !== null && segment.text !== '') script.segments.push({ step, terminal, ...segment });
    // A line of code before the first step would never be typed.
    else if (step === null && open.text.some((line) => line.trim() !== '' && !line.startsWith('#'))) {
      problem(segment.line, 'this stands before the first step', 'Put a line "#: step ID" above it.');
    }
  };

  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const match = DIRECTIVE.exec(line);
    if (match === null) {
      open.text.push(line);
      continue;
    }
    const [, name = '', rest = ''] = match;
    const form = Object.hasOwn(FORMS, name) ? FORMS[name] : undefined;
    if (form === undefined || !form.pattern.test(rest)) {
      const known = Object.values(FORMS)
        .map((each) => each.form)
        .join(';  ');
      problem(
        index + 1,
        `"${line.trim()}" is not understood`,
        `Write ${form === undefined ? `one of: ${known}` : form.form}.`,
      );
      continue;
    }
    close();
    open = { text: [], line: index + 2 };
    const [first = '', second = ''] = split(rest);
    if (name === 'step') step = rest;
    else if (name === 'on') terminal = rest;
    else if (name === 'fails') {
      if (script.fails !== null)
        problem(index + 1, 'a second "fails"', 'One wrong answer fails one check: make two scripts.');
      script.fails = { check: first, code: second, line: index + 1 };
    } else if (step === null) {
      problem(index + 1, 'an answer before the first step', 'Put a line "#: step ID" above it.');
    } else {
      const command = second.startsWith('$ ') ? second.slice(2).trim() : null;
      script.answers.push({
        step,
        check: first,
        value: command === null ? second : null,
        command,
        terminal,
        line: index + 1,
      });
    }
  }
  close();
  if (script.segments.length === 0 && script.answers.length === 0)
    problem(1, 'nothing is typed and nothing is answered', 'Write "#: step ID", then the commands.');
  return script;
}

function split(rest: string): [string, string] {
  const space = rest.search(/\s/);
  return space === -1 ? [rest, ''] : [rest.slice(0, space), rest.slice(space).trim()];
}

function trimmed({ text, line }: { text: string[]; line: number }): { text: string; line: number } {
  const first = text.findIndex((each) => each.trim() !== '');
  if (first === -1) return { text: '', line };
  const last = text.findLastIndex((each) => each.trim() !== '');
  return { text: text.slice(first, last + 1).join('\n'), line: line + first };
}

/** @returns what the script types in one step, for people to read; null when it has nothing for it. */
export function textOfStep(script: Script, step: string): string | null {
  const texts = script.segments.filter((segment) => segment.step === step).map(({ text }) => text);
  return texts.length === 0 ? null : texts.join('\n\n');
}
