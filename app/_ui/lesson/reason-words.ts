import { useTranslations } from 'next-intl';
import type { LabView } from '../../_server/views';

type Reason = NonNullable<LabView['reason']>;
type Code = Parameters<ReturnType<typeof useTranslations<'labReason'>>['has']>[0];

/** A lab's reason in the page's language. A code this page does not know is shown by its English message. */
export function useReasonWords(): (reason: Reason) => string {
  const t = useTranslations('labReason');
  const isKnown = (code: string): code is Code => t.has(code as Code);
  return ({ code, params, message }) => (isKnown(code) ? t(code, params) : message);
}
