import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const CSS = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');

type Theme = 'light' | 'dark';
type Rgb = readonly [number, number, number];

const TOKENS = new Map(
  [...CSS.matchAll(/--([a-z0-9-]+):\s*light-dark\(\s*(#[0-9a-f]{6}),\s*(#[0-9a-f]{6})\s*\)/g)].map(
    ([, name = '', light = '', dark = '']) => [name, { light, dark }] as const,
  ),
);

function colour(token: string, theme: Theme): Rgb {
  const pair = TOKENS.get(token);
  if (!pair) throw new Error(`tokens.css has no colour --${token}.`);
  const hex = pair[theme];
  return [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16)) as unknown as Rgb;
}

/** Relative luminance and contrast of WCAG 2.2. */
function luminance(rgb: Rgb): number {
  const [r, g, b] = rgb.map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (r ?? 0) + 0.7152 * (g ?? 0) + 0.0722 * (b ?? 0);
}

function contrast(one: Rgb, other: Rgb): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

const SURFACES = ['surface-page', 'surface-raised', 'surface-inset', 'surface-chosen'];
const TEXT: [string, string][] = [
  ...['text', 'text-quiet', 'accent'].flatMap((text) => SURFACES.map((surface): [string, string] => [text, surface])),
  ...['done', 'differs', 'ungraded', 'layer-intent', 'layer-programmed', 'layer-observed', 'accent-strong'].flatMap(
    (text) => SURFACES.slice(0, 3).map((surface): [string, string] => [text, surface]),
  ),
  ['on-accent', 'accent'],
  ['on-accent', 'accent-strong'],
  ['on-mark', 'mark'],
  ['text', 'differs-wash'],
  ['text-quiet', 'differs-wash'],
  ['differs', 'differs-wash'],
  ['text', 'ungraded-wash'],
  ['text-quiet', 'ungraded-wash'],
  ['ungraded', 'ungraded-wash'],
  ['done', 'done-wash'],
  ...[...TOKENS.keys()]
    .filter((name) => name.startsWith('term-') && !['term-background', 'term-cursor', 'term-selection'].includes(name))
    .map((name): [string, string] => [name, 'term-background']),
  ['term-foreground', 'term-selection'],
];
const CONTROLS: [string, string][] = [
  ...SURFACES.slice(0, 3).map((surface): [string, string] => ['line-control', surface]),
  ...SURFACES.map((surface): [string, string] => ['accent', surface]),
  ['term-cursor', 'term-background'],
  ['accent', 'term-background'],
];

describe.each(['light', 'dark'] as const)('tokens.css, %s', (theme) => {
  it.each(TEXT)('text %s on %s is at least 4.5:1', (text, surface) => {
    expect(contrast(colour(text, theme), colour(surface, theme))).toBeGreaterThanOrEqual(4.5);
  });
  it.each(CONTROLS)('control %s on %s is at least 3:1', (edge, surface) => {
    expect(contrast(colour(edge, theme), colour(surface, theme))).toBeGreaterThanOrEqual(3);
  });
});

describe('tokens.css', () => {
  it('has no colour that is not a pair, so that no theme is forgotten', () => {
    expect(CSS.match(/#[0-9a-f]{3,8}\b/gi)).toHaveLength(TOKENS.size * 2);
  });
});
