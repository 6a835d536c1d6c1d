// Why a lab failed or ended, as it is told: a code and params for the page, a sentence in English for logs and the CLI.
import type { LabReason, LabReasonCode } from '../api';
import { inWords, toProblem } from './problem';

type Ending = Extract<
  LabReasonCode,
  'expired-idle' | 'expired-max' | 'lab-died' | 'ended-on-request' | 'runner-stopping'
>;

const ENDINGS: Record<Ending, string> = {
  'expired-idle': 'Nobody used this lab for a while.',
  'expired-max': 'The time of this lab is over.',
  'lab-died': "The lab's first process ended: something in it was killed.",
  'ended-on-request': 'It was ended on request.',
  'runner-stopping': 'The platform is stopping.',
};

export const endReason = (code: Ending): LabReason => ({ code, params: {}, message: ENDINGS[code] });

/** What could not be done to the lab, unless a full disk was the cause, which has its own remedy. `detail` is the failed program's word. */
export function failureReason(
  code: Extract<LabReasonCode, 'create-failed' | 'restore-failed' | 'remove-failed'>,
  error: unknown,
): LabReason {
  const words = inWords(error);
  const message = code === 'remove-failed' ? `Could not be removed: ${words}` : words;
  const detail = error instanceof Error ? error.message : String(error);
  return { code: toProblem(error).code === 'disk_full' ? 'disk-full' : code, params: { detail }, message };
}
