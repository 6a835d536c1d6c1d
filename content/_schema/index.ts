// The public names of the content schema.
export {
  allLessons,
  findLesson,
  type BackendName,
  type Course,
  type Lab,
  type LabSpecParts,
  type Lesson,
  type LessonStep,
  type Module,
} from './course';
export { labSpecFor } from './lab-spec';
export { lintCourse, readScripts } from './lint';
export type { LessonScript } from './lint/rule';
export { loadCourse, type LoadedCourse } from './load';
export { formatProblem, type Problem } from './problem';
export {
  parseScript,
  textOfStep,
  type Script,
  type ScriptAnswer,
  type ScriptFailure,
  type ScriptSegment,
} from './script';
export { LANGUAGES, type Language, type Words } from './words';
