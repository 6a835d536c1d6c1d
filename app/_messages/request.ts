// next-intl's configuration: which messages a request gets. Found by the plugin in next.config.mjs.
import { getRequestConfig } from 'next-intl/server';
import { isLocale, DEFAULT_LOCALE } from './locales';
import en from './en.json';
import zh from './zh.json';

export const MESSAGES = { en, zh };

export default getRequestConfig(async ({ requestLocale }) => {
  const asked = await requestLocale;
  const locale = isLocale(asked) ? asked : DEFAULT_LOCALE;
  return { locale, messages: MESSAGES[locale], timeZone: 'UTC' };
});

declare module 'next-intl' {
  interface AppConfig {
    Messages: typeof en;
    Locale: 'en' | 'zh';
  }
}
