import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { lintCourse } from '../../content/_schema';
import { lessonTemplate, moduleTemplate } from './lesson-template';

test('lessonTemplate() has no lint problems', async () => {
  const course = mkdtempSync(join(tmpdir(), 'podwire-new-'));
  const files = [
    { path: 'course.yaml', text: moduleTemplate('Course') },
    { path: '20-services/module.yaml', text: moduleTemplate('Services') },
    ...lessonTemplate('Clusterip').map((file) => ({ ...file, path: `20-services/10-clusterip/${file.path}` })),
  ];
  try {
    for (const { path, text } of files) {
      mkdirSync(dirname(join(course, path)), { recursive: true });
      writeFileSync(join(course, path), text);
    }
    expect(await lintCourse(course)).toEqual([]);
  } finally {
    rmSync(course, { recursive: true });
  }
});
