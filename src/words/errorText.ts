import type { TranslationBundle } from '@jupyterlab/translation';
import { isErrorCode, type ErrorCode, type ErrorDetails } from '../../protocol/errors';
import { CREDENTIALS_WORDS, DRIVE_WORDS, SERVER_WORDS, WORKSPACE_WORDS } from './errorWords';

/** What happened, and what to do next. */
export type ErrorText = { readonly title: string; readonly advice: string };

/** What there is to word: an ErrorReply, a DriveError or a Problem of a transfer. */
export type Failure = {
  readonly code: string;
  readonly message: string;
  readonly details: ErrorDetails;
};

export type Wording = (failure: Failure, trans: TranslationBundle) => ErrorText;

/** The compiler counts them: a code without words does not build. */
const WORDS: Record<ErrorCode, Wording> = {
  ...CREDENTIALS_WORDS,
  ...DRIVE_WORDS,
  ...WORKSPACE_WORDS,
  ...SERVER_WORDS
};

/** Words a failure for the person. */
export function errorText(failure: Failure, trans: TranslationBundle): ErrorText {
  return isErrorCode(failure.code)
    ? WORDS[failure.code](failure, trans)
    : { title: failure.message, advice: '' };
}

/** The same in one line. */
export function errorSentence(failure: Failure, trans: TranslationBundle): string {
  const { title, advice } = errorText(failure, trans);
  return advice === '' ? title : `${title} ${advice}`;
}
