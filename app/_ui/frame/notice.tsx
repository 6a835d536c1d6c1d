'use client';
import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import css from './notice.module.css';

interface NoticeProps {
  title: string;
  text: string;
  /** What an operator can find in the log. */
  reference?: string | undefined;
  actions?: ReactNode;
}

/** A whole page that says one thing, with the way back. */
export function Notice({ title, text, reference, actions }: NoticeProps) {
  const t = useTranslations();
  const locale = useLocale();
  return (
    <main id="content" className={css.notice} tabIndex={-1}>
      <h1>{title}</h1>
      <p>{text}</p>
      {reference !== undefined && <p className={css.quiet}>{t('common.reference', { reference })}</p>}
      <p className={css.actions}>
        {actions}
        <Link href={`/${locale}`}>{t('problem.toCourse')}</Link>
      </p>
    </main>
  );
}
