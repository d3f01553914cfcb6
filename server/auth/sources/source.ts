/** What every source of credentials is made of. One file a source beside this one; sources.ts has the order. */
import { DriveError, type CredentialSource, type DriveSettings } from '../../../protocol';
import type { Key } from '../key';

/** What the administrator's configuration and the system offer. */
export type Available = {
  /** A key's content, or the path of a file that holds it. */
  readonly serviceAccount:
    | { readonly content: string; readonly origin: string }
    | { readonly file: string; readonly origin: string }
    | null;
  /** The person on whose behalf that service account acts; '' for itself. */
  readonly subject: string;
  readonly applicationDefaultFile: string | null;
  readonly lockCredentials: boolean;
};

/** A person's wishes that concern credentials. */
export type SourceSettings = Pick<DriveSettings, 'credentials' | 'keyFile'>;

export interface ISource {
  /** As settings name it. */
  readonly name: Exclude<CredentialSource, 'auto'>;
  readonly isThere: boolean;
  /** Where it was found, in words. */
  readonly origin: string;
  /** True if the administrator provided it: then the administrator decides about writing too. */
  readonly isShared: boolean;
  /** The person on whose behalf the key acts; '' for its own account. */
  readonly subject: string;
  /** Throws a DriveError: notConfigured where it is not there, else what is wrong with the key. */
  open(): Promise<Key>;
}

export type SourceMaker = (available: Available, settings: SourceSettings) => ISource;

export function notConfigured(message: string): DriveError {
  return new DriveError('notConfigured', message);
}
