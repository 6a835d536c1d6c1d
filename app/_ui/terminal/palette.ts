// xterm wants plain colours; the tokens are light-dark() pairs. The browser resolves them on a probe element.
import type { ITheme } from '@xterm/xterm';

const TOKENS = {
  background: 'background',
  foreground: 'foreground',
  cursor: 'cursor',
  selectionBackground: 'selection',
  black: 'black',
  red: 'red',
  green: 'green',
  yellow: 'yellow',
  blue: 'blue',
  magenta: 'magenta',
  cyan: 'cyan',
  white: 'white',
  brightBlack: 'bright-black',
  brightRed: 'bright-red',
  brightGreen: 'bright-green',
  brightYellow: 'bright-yellow',
  brightBlue: 'bright-blue',
  brightMagenta: 'bright-magenta',
  brightCyan: 'bright-cyan',
  brightWhite: 'bright-white',
} as const satisfies Partial<Record<keyof ITheme, string>>;

/** The palette of the theme that holds at `element` now. */
export function readPalette(element: HTMLElement): ITheme {
  const probe = document.createElement('span');
  element.append(probe);
  const style = getComputedStyle(probe);
  const theme: ITheme = {};
  for (const [key, token] of Object.entries(TOKENS) as [keyof typeof TOKENS, string][]) {
    probe.style.color = `var(--term-${token})`;
    theme[key] = style.color;
  }
  probe.remove();
  return { ...theme, cursorAccent: theme.background ?? '#000' };
}

/** Calls back when the theme changes, by the toggle or by the system. */
export function onThemeChange(run: () => void): () => void {
  const query = matchMedia('(prefers-color-scheme: dark)');
  const observer = new MutationObserver(run);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  query.addEventListener('change', run);
  return () => {
    observer.disconnect();
    query.removeEventListener('change', run);
  };
}
