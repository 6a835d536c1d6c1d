import type { useTranslations } from 'next-intl';
import type { LabView } from '../../_server/views';

type Reason = NonNullable<LabView['reason']>;
type Translate = ReturnType<typeof useTranslations<'labReason'>>;
type Code = Parameters<Translate['has']>[0];

/** A lab's reason in the page's language. A code this page does not know is shown by its English message. */
export function reasonWords(t: Translate, { code, params, message }: Reason): string {
  const isKnown = (name: string): name is Code => t.has(name as Code);
  return isKnown(code) ? t(code, params) : message;
}
