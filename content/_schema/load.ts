// Reads a course from its folder. Never throws for what is in the files: every problem is listed, and the lessons that are right still load.
import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { z } from 'zod';
import { CourseFile, ModuleFile, type TitledFile } from './course-file';
import type { Course, Module } from './course';
import { loadLesson } from './load-lesson';
import { sortProblems, type Problem } from './problem';
import { readText } from './read-text';
import { parseYaml } from './yaml';

export interface LoadedCourse {
  course: Course;
  problems: Problem[];
}

/** @param dir the course's folder, with course.yaml in it */
export async function loadCourse(dir: string): Promise<LoadedCourse> {
  const problems: Problem[] = [];
  const course = await readTitled(dir, join(dir, 'course.yaml'), CourseFile, problems);
  const modules = await Promise.all(
    (await foldersOf(dir)).map(async (key): Promise<Module | null> => {
      const folder = join(dir, key);
      const module = await readTitled(dir, join(folder, 'module.yaml'), ModuleFile, problems);
      const lessons = await Promise.all(
        (await foldersOf(folder)).map(async (name) => {
          const loaded = await loadLesson({ dir, key: `${key}/${name}`, defaults: [course, module] });
          problems.push(...loaded.problems);
          return loaded.lesson;
        }),
      );
      const found = lessons.filter((lesson) => lesson !== null);
      return { key, title: module?.title ?? { en: key, zh: key }, summary: module?.summary ?? null, lessons: found };
    }),
  );
  return {
    course: {
      dir,
      title: course?.title ?? { en: 'Podwire', zh: 'Podwire' },
      summary: course?.summary ?? null,
      modules: modules.filter((module) => module !== null),
    },
    problems: sortProblems(problems),
  };
}

async function readTitled(
  dir: string,
  path: string,
  schema: z.ZodType<TitledFile>,
  problems: Problem[],
): Promise<TitledFile | null> {
  const file = relative(dir, path);
  const text = await readText(path);
  if (text === null) {
    const remedy = `Write ${file} with at least title: {en: …, zh: …}.`;
    problems.push({
      file,
      line: null,
      column: null,
      path: '',
      code: 'missing-file',
      message: 'the file is missing',
      remedy,
    });
    return null;
  }
  const parsed = parseYaml({ file, text }, schema);
  problems.push(...parsed.problems);
  return parsed.data;
}

/** Folders of modules or lessons, in order; names that begin with "_" or "." are not the course's. */
async function foldersOf(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isDirectory() && /^[a-z0-9]/.test(entry.name))
    .map(({ name }) => name)
    .sort();
}
