'use client';
import { useLocale, useTranslations } from 'next-intl';
import type { CheckView } from '../../_server/views';
import { StateMark, type MarkState } from '../kit/state-mark';
import css from './check-item.module.css';
import { Evidence } from './evidence';

const MARK: Record<CheckView['verdict'], MarkState> = { pass: 'done', fail: 'differs', 'not graded': 'not-graded' };
const WORD = { pass: 'step.pass', fail: 'step.fail', 'not graded': 'step.not-graded' } as const;

/** One check's outcome. A failed one is open: expected, actual, why, and the lines it rests on. */
export function CheckItem({ check, reference }: { check: CheckView; reference: string | undefined }) {
  const t = useTranslations();
  const locale = useLocale();
  const words = check.messages[locale];
  return (
    <li className={css.check} data-verdict={check.verdict} data-check={check.id}>
      <div className={css.head}>
        <StateMark state={MARK[check.verdict]} />
        <span className={css.title}>{check.title[locale]}</span>
        <span className={css.word}>{t(WORD[check.verdict])}</span>
        <span className={css.points}>{t('common.pointsOf', { points: check.points, max: check.maxPoints })}</span>
      </div>
      {check.verdict === 'not graded' && (
        <p className={css.ours}>
          {t('step.notGradedWhat')} {reference !== undefined && t('common.reference', { reference })}
        </p>
      )}
      {check.verdict !== 'pass' && words && (
        <dl className={css.words}>
          <dt>{t('step.expected')}</dt>
          <dd>{words.expected}</dd>
          <dt>{t('step.actual')}</dt>
          <dd>{words.actual}</dd>
          <dt>{t('step.why')}</dt>
          <dd>{words.why}</dd>
        </dl>
      )}
      {check.evidence.length > 0 && <Evidence lines={check.evidence} open={check.verdict === 'fail'} />}
    </li>
  );
}
