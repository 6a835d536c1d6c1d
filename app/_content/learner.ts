// What the server knows of the person who asks: the pages' only way to it. Every call names who acts.
import { headers } from 'next/headers';
import type { LessonView } from '../_server/views';
import type { Progress } from '../_ui/course/plan';

interface PageServices {
  config: { contentDir: string; dev: boolean };
  sessions: { actorOf(headers: Headers): Promise<unknown> };
  lessonView(actor: unknown, key: string): Promise<LessonView>;
  progress(actor: unknown): Promise<Progress>;
}

const services = () => (globalThis as unknown as Record<symbol, PageServices>)[Symbol.for('podwire.services')]!;

export const contentDir = () => services().config.contentDir;
export const showsProblems = () => services().config.dev;

async function actor() {
  return services().sessions.actorOf(await headers());
}

export async function readLessonView(key: string): Promise<LessonView> {
  return services().lessonView(await actor(), key);
}

export async function readProgress(): Promise<Progress> {
  return services().progress(await actor());
}
