'use client';
import { useEffect } from 'react';
import { useTranslations } from 'next-intl';
import { Notice } from '../_ui/frame/notice';
import { Button } from '../_ui/kit/button';

export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const t = useTranslations();
  useEffect(() => {
    // The server's log has the whole of it under the same digest.
    console.error(error);
  }, [error]);
  return (
    <Notice
      title={t('problem.errorTitle')}
      text={t('problem.errorText')}
      reference={error.digest}
      actions={
        <Button look="primary" onClick={reset}>
          {t('common.tryAgain')}
        </Button>
      }
    />
  );
}
