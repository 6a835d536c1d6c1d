// JSON schemas of the content files, for editors. Checked in under json/; a test holds them up to date.
import { z } from 'zod';
import { CourseFile, Frontmatter, ModuleFile } from './course-file';
import { LabFile } from './lab-file';

export const JSON_SCHEMAS = {
  'course.json': CourseFile,
  'module.json': ModuleFile,
  'frontmatter.json': Frontmatter,
  'lab.json': LabFile,
} as const;

/** @returns the text of json/NAME, by NAME */
export function jsonSchemas(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(JSON_SCHEMAS).map(([name, schema]) => [
      name,
      `${JSON.stringify(z.toJSONSchema(schema, { io: 'input' }), null, 2)}\n`,
    ]),
  );
}
