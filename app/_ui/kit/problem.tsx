import { TriangleAlert } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { ApiError } from '../../_server/views';
import css from './problem.module.css';

/** What was tried, what was seen, what to do. `role="alert"` says it to a screen reader when it appears. */
export function Problem({ title, error, children }: { title: string; error: ApiError; children?: ReactNode }) {
  const locale = useLocale();
  const t = useTranslations('common');
  const words = error.message[locale] ?? error.message.en;
  const remedy = error.remedy?.[locale] ?? error.remedy?.en;
  return (
    <div className={css.problem} role="alert">
      <TriangleAlert size={18} aria-hidden="true" className={css.icon} />
      <div className={css.body}>
        <p className={css.title}>{title}</p>
        <p>{words}</p>
        {remedy !== undefined && (
          <p className={css.remedy}>
            <span className={css.label}>{t('whatToDo')}</span> {remedy}
          </p>
        )}
        {children && <div className={css.actions}>{children}</div>}
      </div>
    </div>
  );
}
