// course.yaml, module.yaml and the frontmatter of a lesson.
import { z } from 'zod';
import { LabDefaults } from './lab-file';
import { Words } from './words';

/** What course and module may say for all their lessons. */
export const LessonDefaults = z.strictObject({
  authors: z.array(z.string().min(1)).optional().describe('Who wrote it.'),
  minutes: z.number().int().positive().optional().describe('How long a lesson takes, in minutes.'),
});

const Titled = z.strictObject({
  title: Words,
  summary: Words.optional().describe('One or two sentences.'),
  lesson: LessonDefaults.optional().describe('Defaults for the frontmatter of all lessons below.'),
  lab: LabDefaults.optional().describe('Defaults for lab.yaml of all lessons below.'),
});

/** course.yaml and module.yaml say the same things of what is below them. */
export type TitledFile = z.infer<typeof Titled>;

export const CourseFile = Titled.describe('The course: the folder that holds the modules.');

export const ModuleFile = Titled.describe(
  'A module: a folder of lessons. Modules and lessons are in the order of their folder names.',
);

export const Frontmatter = LessonDefaults.extend({
  title: z.string().min(1).describe('Title, in the language of the file.'),
  summary: z.string().min(1).describe('One or two sentences, in the language of the file.'),
}).describe('Frontmatter of lesson.en.mdx and lesson.zh.mdx.');
export type Frontmatter = z.infer<typeof Frontmatter>;
