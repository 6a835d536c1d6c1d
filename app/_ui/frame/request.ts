// What a request says about the visitor's wishes. Server only.
import { cookies, headers } from 'next/headers';
import { setRequestLocale } from 'next-intl/server';
import { chooseLocale, isLocale, LOCALE_COOKIE, type Locale } from '../../_messages/locales';
import { isTheme, THEME_COOKIE, type Theme } from './theme';

/** The address's language; for an address without one, the visitor's, so that even "no such page" is in it. */
export async function requestLocale(params: Promise<{ locale: string }>): Promise<Locale> {
  const asked = (await params).locale;
  const locale = isLocale(asked)
    ? asked
    : chooseLocale((await cookies()).get(LOCALE_COOKIE)?.value, (await headers()).get('accept-language'));
  setRequestLocale(locale);
  return locale;
}

export async function requestTheme(): Promise<Theme> {
  const value = (await cookies()).get(THEME_COOKIE)?.value;
  return isTheme(value) ? value : 'system';
}
