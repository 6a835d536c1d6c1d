import type { BackendName, Detection } from '../../../lab-runner/api';
import type { Words } from '../http/failures';

/**
 * @param wanted the lesson's backends, best first
 * @param asked the one the learner asked for
 * @returns the backend to use, or why there is none
 */
export function chooseBackend(
  wanted: readonly BackendName[],
  detections: readonly Detection[],
  asked?: BackendName,
): { backend: BackendName } | { unusable: Words } {
  const candidates = asked ? wanted.filter((name) => name === asked) : wanted;
  if (candidates.length === 0) {
    const names = wanted.join(', ');
    return {
      unusable: {
        en: `this lesson does not run on ${asked ?? 'any backend'}; it runs on ${names}.`,
        zh: `本课不能在 ${asked ?? '任何后端'} 上运行，可用的后端为：${names}。`,
      },
    };
  }
  const found = candidates.flatMap((name) => detections.filter((detection) => detection.backend === name));
  const usable = found.find((detection) => detection.usable);
  if (usable) return { backend: usable.backend };
  const reasons = found.map(({ backend, reason, remedy }) => `${backend}: ${reason}${remedy ? ` ${remedy}` : ''}`);
  if (reasons.length === 0) {
    const names = candidates.join(', ');
    return { unusable: { en: `the runner offers none of ${names}.`, zh: `lab-runner 不提供以下后端：${names}。` } };
  }
  // What the machine lacks is named by its programs and settings, in their own words.
  const original = reasons.join('; ');
  return { unusable: { en: original, zh: `检测结果（原文）：${original}` } };
}
