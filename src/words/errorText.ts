import type { TranslationBundle } from '@jupyterlab/translation';
import { isErrorCode, type ErrorCode } from '../../protocol/errors';
import { CREDENTIALS_WORDS, DRIVE_WORDS, SERVER_WORDS, WORKSPACE_WORDS } from './errorWords';
import type { ErrorText, Failure, Wording } from './wording';

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
