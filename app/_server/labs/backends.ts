import type { BackendName, Detection } from '../../../lab-runner/api';

/**
 * @param wanted the lesson's backends, best first
 * @param asked the one the learner asked for
 * @returns the backend to use, or why there is none
 */
export function chooseBackend(
  wanted: readonly BackendName[],
  detections: readonly Detection[],
  asked?: BackendName,
): { backend: BackendName } | { unusable: string } {
  const candidates = asked ? wanted.filter((name) => name === asked) : wanted;
  if (candidates.length === 0) {
    return { unusable: `this lesson does not run on ${asked ?? 'any backend'}; it runs on ${wanted.join(', ')}.` };
  }
  const found = candidates.flatMap((name) => detections.filter((detection) => detection.backend === name));
  const usable = found.find((detection) => detection.usable);
  if (usable) return { backend: usable.backend };
  const reasons = found.map(({ backend, reason, remedy }) => `${backend}: ${reason}${remedy ? ` ${remedy}` : ''}`);
  return { unusable: reasons.join('; ') || `the runner offers none of ${candidates.join(', ')}.` };
}
