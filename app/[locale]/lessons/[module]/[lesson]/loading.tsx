'use client';
import { useTranslations } from 'next-intl';
import css from '../../../../_ui/frame/notice.module.css';

export default function Loading() {
  const t = useTranslations('problem');
  return (
    <main id="content" className={css.loading} aria-busy="true">
      <p role="status">{t('loading')}</p>
    </main>
  );
}
