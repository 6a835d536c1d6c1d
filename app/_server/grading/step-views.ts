// Step views from the database, with the newest ticks laid over them.
import type { Person } from '../auth/actor';
import type { Course, Lesson, LessonStep } from '../course/course';
import { selectChecks } from '../data/attempts';
import { selectProgress } from '../data/steps';
import type { Db } from '../db/client';
import type { StepView } from '../views';
import { toStepView, type LiveLook } from './step-view';

/** What is being ticked for a person: by lesson and step. */
export interface LiveLooks {
  of(person: Person, lesson: string, step: string): LiveLook | null;
}

export class StepViews {
  constructor(
    private readonly db: Db,
    private readonly course: Course,
    private readonly live: LiveLooks,
  ) {}

  /** @param person null for a visitor: the steps as they are before the first try */
  async all(person: Person | null, lesson: Lesson): Promise<StepView[]> {
    if (!person) return lesson.steps.map((step) => toStepView({ step, progress: null, checks: [], live: null }));
    const progress = await selectProgress(this.db, person, lesson.key);
    const attemptIds = [...progress.values()].flatMap((row) => row.attemptId ?? []);
    const checks = await selectChecks(this.db, person, attemptIds);
    return lesson.steps.map((step) => {
      const row = progress.get(step.id) ?? null;
      return toStepView({
        step,
        progress: row,
        checks: row?.attemptId ? (checks.get(row.attemptId) ?? []) : [],
        live: this.live.of(person, lesson.key, step.id),
      });
    });
  }

  async one(person: Person, lessonKey: string, step: LessonStep): Promise<StepView> {
    const lesson = this.course.lesson(lessonKey);
    const views = lesson ? await this.all(person, lesson) : [];
    const view = views.find((each) => each.id === step.id);
    if (!view) throw new Error(`Cannot show step ${step.id}: lesson ${lessonKey} no longer has it`);
    return view;
  }
}
