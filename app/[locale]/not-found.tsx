import { getTranslations } from 'next-intl/server';
import { requestTheme } from '../_ui/frame/request';
import { TopBar } from '../_ui/frame/top-bar';
import { Notice } from '../_ui/frame/notice';

export default async function NotFound() {
  const t = await getTranslations('problem');
  return (
    <>
      <TopBar theme={await requestTheme()} />
      <Notice title={t('notFoundTitle')} text={t('notFoundText')} />
    </>
  );
}
