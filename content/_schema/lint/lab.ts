// lab.yaml: ids that collide, points nobody can reach, words for codes that do not exist.
import { MESSAGES_EN } from '../../../grader';
import { nearest } from '../nearest';
import type { Problem } from '../problem';
import { labProblem, type Rule } from './rule';

const CODES = Object.keys(MESSAGES_EN);

export const uniqueIds: Rule = (ask) => {
  const steps = ask.lesson.lab?.file.steps ?? [];
  const places = [
    ...steps.map(({ id }, step) => ({ id, what: 'step', path: ['steps', step, 'id'] })),
    ...steps.flatMap(({ checks }, step) =>
      checks.map(({ id }, check) => ({ id, what: 'check', path: ['steps', step, 'checks', check, 'id'] })),
    ),
  ];
  return places
    .filter((each, index) => places.findIndex(({ id, what }) => id === each.id && what === each.what) < index)
    .map(({ id, what, path }) =>
      labProblem(
        ask,
        path,
        'duplicate-id',
        `a second ${what} is called "${id}"`,
        'Give every step and every check of the lab an id of its own.',
      ),
    );
};

export const reachablePoints: Rule = (ask) => {
  const { lab } = ask.lesson;
  if (lab === null) return [];
  return lab.file.steps.flatMap((step, index): Problem[] => {
    const found: Problem[] = [];
    const { only } = step;
    if (only !== undefined && !only.some((backend) => lab.backends.includes(backend))) {
      const message = `nobody reaches the points of "${step.id}": the lab runs on ${lab.backends.join(', ')}, the step only on ${only.join(', ')}`;
      found.push(
        labProblem(
          ask,
          ['steps', index, 'only'],
          'unreachable-points',
          message,
          'Add a backend to the lab, or correct "only".',
        ),
      );
    }
    const ids = step.checks.map(({ id }) => id);
    step.checks.forEach((check, position) => {
      const path = ['steps', index, 'checks', position, 'after'];
      if (check.after === undefined) return;
      if (!ids.includes(check.after)) {
        const meant = nearest(check.after, ids);
        const remedy = meant === undefined ? `Name one of: ${ids.join(', ')}.` : `Did you mean "${meant}"?`;
        found.push(
          labProblem(
            ask,
            path,
            'unreachable-points',
            `"${check.after}" is no check of this step, so "${check.id}" is never graded`,
            remedy,
          ),
        );
      } else if (isInCircle(check.id, step.checks)) {
        found.push(
          labProblem(
            ask,
            path,
            'unreachable-points',
            `"${check.id}" waits for itself, so it is never graded`,
            'Break the circle of "after".',
          ),
        );
      }
    });
    if (step.checks.every(({ points }) => points === 0)) {
      found.push(
        labProblem(
          ask,
          ['steps', index],
          'no-points',
          `the step "${step.id}" has no points`,
          'Give one of its checks points.',
        ),
      );
    }
    return found;
  });
};

function isInCircle(id: string, checks: readonly { id: string; after?: string | undefined }[]): boolean {
  const seen = new Set<string>();
  let next: string | undefined = id;
  while (next !== undefined && !seen.has(next)) {
    seen.add(next);
    next = checks.find((check) => check.id === next)?.after;
  }
  return next === id;
}

export const messageCodes: Rule = (ask) =>
  (ask.lesson.lab?.file.steps ?? []).flatMap((step, index) =>
    step.checks.flatMap((check, position) =>
      Object.keys(check.messages ?? {})
        .filter((code) => !CODES.includes(code))
        .map((code) => {
          const meant = nearest(code, CODES);
          const remedy =
            meant === undefined
              ? 'Take a code from a verdict: "podwire lab grade" prints them.'
              : `Did you mean "${meant}"?`;
          return labProblem(
            ask,
            ['steps', index, 'checks', position, 'messages', code],
            'unknown-code',
            `no check ever answers "${code}"`,
            remedy,
          );
        }),
    ),
  );
