/** What the words of a failure are made from. Pure. */
import type { TranslationBundle } from '@jupyterlab/translation';
import type { ErrorDetails } from '../../protocol/errors';
import { ownValue } from '../../protocol/ownValue';
import { formatBytes } from './format';

/** What happened, and what to do next. */
export type ErrorText = { readonly title: string; readonly advice: string };

/** What is to be worded: an ErrorReply, a DriveError or a Problem of a transfer. */
export type Failure = {
  readonly code: string;
  readonly message: string;
  readonly details: ErrorDetails;
};

export type Wording = (failure: Failure, trans: TranslationBundle) => ErrorText;

/** The text of a detail; `otherwise` where there is none. */
export function detail(failure: Failure, key: string, otherwise: string): string {
  const value = ownValue(failure.details, key);
  return value === undefined || value === '' ? otherwise : String(value);
}

/** A detail that counts bytes, as a person reads it. */
export function size(failure: Failure, key: string, otherwise: string): string {
  const value = ownValue(failure.details, key);
  return typeof value === 'number' ? formatBytes(value) : otherwise;
}

/** The workspace folder of a failure; '' is the root, shown as '/'. */
export function folder(failure: Failure): string {
  return detail(failure, 'path', '/');
}
