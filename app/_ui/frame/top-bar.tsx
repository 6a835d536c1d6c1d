'use client';
import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { LanguageLink } from './language-link';
import type { Theme } from './theme';
import { ThemeToggle } from './theme-toggle';
import css from './top-bar.module.css';

export interface Crumb {
  title: string;
  href?: string;
}

interface TopBarProps {
  theme: Theme;
  crumbs?: readonly Crumb[];
  /** What stands between the breadcrumb and the language: a lesson's step dots and lab state. */
  children?: ReactNode;
  /** Further buttons before the language. */
  tools?: ReactNode;
}

export function TopBar({ theme, crumbs = [], children, tools }: TopBarProps) {
  const t = useTranslations();
  const locale = useLocale();
  return (
    <header className={css.bar} data-top-bar>
      <nav className={css.crumbs} aria-label={t('frame.where')}>
        <ol>
          <li className={css.brandItem}>
            <Link href={`/${locale}`} className={css.brand}>
              <BrandMark />
              <span>{t('common.product')}</span>
            </Link>
          </li>
          {crumbs.map((crumb, index) => (
            <li key={crumb.title} className={css.crumb}>
              {crumb.href === undefined ? (
                <span aria-current={index === crumbs.length - 1 ? 'page' : undefined} title={crumb.title}>
                  {crumb.title}
                </span>
              ) : (
                <Link href={crumb.href} title={crumb.title}>
                  {crumb.title}
                </Link>
              )}
            </li>
          ))}
        </ol>
      </nav>
      {children && <div className={css.middle}>{children}</div>}
      <div className={css.tools}>
        {tools}
        <LanguageLink />
        <ThemeToggle initial={theme} />
      </div>
    </header>
  );
}

/** Two ends and the pair between them, as in a drawing of a veth. */
export function BrandMark({ size = 20 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 20 20" fill="none" aria-hidden="true" stroke="currentColor">
      <rect x="1.5" y="1.5" width="7" height="7" rx="1.5" strokeWidth="1.8" />
      <rect x="11.5" y="11.5" width="7" height="7" rx="1.5" strokeWidth="1.8" />
      <path d="M8.5 5h3.2a3.3 3.3 0 0 1 3.3 3.3v3.2" strokeWidth="1.8" />
    </svg>
  );
}
