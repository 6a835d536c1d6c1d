// What the server needs to know of the course. The pages read the texts themselves; checks and expected values stay here.
import type { LabSpecParts, LessonStep } from '../../../content/_schema';
import type { BackendName } from '../../../lab-runner/api';

export type { LessonStep };

export interface Lesson {
  key: string;
  /** Changes when anything that a lab or a grade is made from does. */
  specHash: string;
  backends: readonly BackendName[];
  terminals: readonly string[];
  /** In the order of the lesson, those of the backend that was asked for. */
  steps: readonly LessonStep[];
  labSpec(id: string, backend: BackendName): LabSpecParts;
}

export interface Course {
  /**
   * @param backend leaves out the steps that it does not have
   * @returns null when the course has no such lesson with a lab
   */
  lesson(key: string, backend?: string): Lesson | null;
}
