'use client';
import { useTranslations } from 'next-intl';
import { Notice } from './notice';
import type { Theme } from './theme';
import { TopBar } from './top-bar';

export function NotFoundPage({ theme }: { theme: Theme }) {
  const t = useTranslations('problem');
  return (
    <>
      <TopBar theme={theme} />
      <Notice title={t('notFoundTitle')} text={t('notFoundText')} />
    </>
  );
}
