import type { TranslationBundle } from '@jupyterlab/translation';
import { isErrorCode, type ErrorCode } from '../../protocol/errors';
import { CREDENTIALS_WORDS, DRIVE_WORDS, SERVER_WORDS, WORKSPACE_WORDS } from './errorWords';
import type { ErrorText, Failure, Wording } from './wording';

/** The type asks for every code: one without words does not compile. */
const WORDS: Record<ErrorCode, Wording> = {
  ...CREDENTIALS_WORDS,
  ...DRIVE_WORDS,
  ...WORKSPACE_WORDS,
  ...SERVER_WORDS
};

/** What to tell a person about a failure. */
export function errorText(failure: Failure, trans: TranslationBundle): ErrorText {
  return isErrorCode(failure.code)
    ? WORDS[failure.code](failure, trans)
    : { title: failure.message, advice: '' };
}

/** The same as one text. */
export function errorSentence(failure: Failure, trans: TranslationBundle): string {
  const { title, advice } = errorText(failure, trans);
  return advice === '' ? title : `${title} ${advice}`;
}
