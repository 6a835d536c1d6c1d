'use client';
import { usePathname } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import { HTML_LANG, isLocale, LOCALE_COOKIE, otherLocale } from '../../_messages/locales';
import { preferenceCookie } from './theme';
import css from './top-bar.module.css';

/** The same page in the other language. A plain link: it works before any script, and the place is restored after it. */
export function LanguageLink() {
  const t = useTranslations('frame');
  const other = otherLocale(useLocale());
  const parts = usePathname().split('/').slice(1);
  const rest = isLocale(parts[0]) ? parts.slice(1) : parts;
  return (
    <a
      className={css.language}
      href={['', other, ...rest].join('/')}
      hrefLang={HTML_LANG[other]}
      lang={HTML_LANG[other]}
      title={t('languageLabel')}
      onClick={() => {
        document.cookie = preferenceCookie(LOCALE_COOKIE, other);
      }}
    >
      {t('language')}
    </a>
  );
}
