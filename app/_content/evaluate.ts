// Turns compiled lesson code into a component. Server only: the code is of the course repository, and never leaves here.
import type { ComponentType } from 'react';
import * as React from 'react';
import * as jsxRuntime from 'react/jsx-runtime';

export type LessonContent = ComponentType<{ components: Record<string, unknown> }>;

const evaluated = new Map<string, LessonContent>();
/** Lessons × languages of a big course; beyond it the oldest is made again when asked for. */
const MAX_EVALUATED = 500;

export function evaluateLesson(code: string): LessonContent {
  const known = evaluated.get(code);
  if (known) return known;
  // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call -- mdx-bundler's output is a function body
  const exports = new Function('React', '_jsx_runtime', code)(React, jsxRuntime) as { default: LessonContent };
  const oldest = evaluated.keys().next().value;
  if (evaluated.size >= MAX_EVALUATED && oldest !== undefined) evaluated.delete(oldest);
  evaluated.set(code, exports.default);
  return exports.default;
}
