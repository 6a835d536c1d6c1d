'use client';
import { useTranslations } from 'next-intl';
import { Button } from '../kit/button';
import type { ConnectionState, RunnerWord } from './connection';
import css from './terminal-view.module.css';

interface StatusProps {
  state: ConnectionState;
  /** Characters typed and not yet sent; -1 when some were refused. */
  held: number;
  onAgain: () => void;
}

/** What happens to the terminal's connection; silent while all is well. The region stays, so that changes are announced. */
export function Status({ state, held, onAgain }: StatusProps) {
  const t = useTranslations('terminal');
  const common = useTranslations('common');
  const errors = useTranslations('terminalError');
  const words = wordsOf(state, t, errors);
  const heldWords = held > 0 ? t('held', { count: held }) : held < 0 ? t('heldFull') : null;
  const shown = words !== null || heldWords !== null;
  return (
    <div className={css.status} role="status" data-shown={shown} data-state={state.name}>
      {words !== null && <span>{words}</span>}
      {heldWords !== null && <span>{heldWords}</span>}
      {(state.name === 'exited' || state.name === 'refused') && (
        <Button size="small" onClick={onAgain} data-action="new-shell">
          {state.name === 'exited' ? t('newShell') : common('tryAgain')}
        </Button>
      )}
    </div>
  );
}

type Errors = ReturnType<typeof useTranslations<'terminalError'>>;
type ErrorCode = Parameters<Errors['has']>[0];

/** A code that this page does not know is shown by the runner's own words. */
function errorWords({ code, message }: RunnerWord, t: Errors): string {
  const isKnown = (name: string): name is ErrorCode => t.has(name as ErrorCode);
  return isKnown(code) ? t(code) : message;
}

function wordsOf(
  state: ConnectionState,
  t: ReturnType<typeof useTranslations<'terminal'>>,
  errors: Errors,
): string | null {
  switch (state.name) {
    case 'connecting':
      return t('connecting');
    case 'waiting':
      return state.reason === null ? t('waiting') : errorWords(state.reason, errors);
    case 'exited':
      return state.code === null ? t('exitedUnknown') : t('exited', { code: state.code });
    case 'refused':
      return t('refused', { message: state.message });
    case 'live':
      return state.restarted ? t('restarted') : null;
    case 'closed':
      return null;
  }
}
