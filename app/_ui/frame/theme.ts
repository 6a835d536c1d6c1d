// The theme a visitor chose, kept in a cookie so that the server writes it into <html> and nothing flashes.
export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];
export const THEME_COOKIE = 'podwire-theme';
/** A year, in seconds: the longest that browsers keep without asking again. */
export const PREFERENCE_SECONDS = 365 * 24 * 60 * 60;

export function isTheme(value: unknown): value is Theme {
  return (THEMES as readonly unknown[]).includes(value);
}

export function nextTheme(theme: Theme): Theme {
  return THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? 'system';
}

/** The cookie line for document.cookie. */
export function preferenceCookie(name: string, value: string): string {
  return `${name}=${value}; path=/; max-age=${PREFERENCE_SECONDS}; samesite=lax`;
}
