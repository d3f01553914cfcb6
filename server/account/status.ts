/** What the panel is told about account and settings. Pure. */
import {
  PROTOCOL_VERSION,
  type DriveError,
  type DriveSettings,
  type ErrorReply,
  type Status
} from '../../protocol';
import type { ISource } from '../auth/sources/source';
import { chooseSource, offeredSources } from '../auth/sources/sources';
import type { Config } from '../config';
import type { CheckedSettings } from '../settings';
import type { Place } from './place';

export type StatusParts = CheckedSettings & {
  readonly config: Config;
  readonly version: string;
  /** Null where none could be opened; then `problem` says why. */
  readonly place: Place | null;
  readonly problem: DriveError | null;
};

/** What the administrator shares is read-only unless the administrator opens it; one's own, unless one does. */
export function mayWriteWith(
  source: ISource,
  { uploads }: Pick<DriveSettings, 'uploads'>,
  { allowUploads }: Config
): boolean {
  return source.isShared ? allowUploads : uploads;
}

export function toStatus(parts: StatusParts): Status {
  const { config, settings, wrong, place, problem } = parts;
  const source = chooseSource(config, settings);
  const canUpload = place?.account.mayWrite ?? false;
  return {
    protocol: PROTOCOL_VERSION,
    version: parts.version,
    state: stateOf(problem),
    problem: problem === null ? null : toErrorReply(problem),
    account: place === null ? null : accountOf(place),
    credentials: source.isThere ? { source: source.name, origin: source.origin } : null,
    offered: offeredSources(config, settings),
    rootFolder: place === null ? null : rootOf(place),
    locked: lockedBy(config),
    settings,
    wrongSettings: wrong,
    canUpload,
    readOnlyReason: canUpload ? null : source.isShared ? 'administrator' : 'notEnabled',
    workspaceOnDisk: config.workspace.root !== null,
    connection: place?.account.connection ?? 'online',
    endpoint: config.endpoint === '' ? null : config.endpoint
  };
}

function stateOf(problem: DriveError | null): Status['state'] {
  if (problem === null) {
    return 'ready';
  }
  return problem.code === 'notConfigured' ? 'notConfigured' : 'problem';
}

function toErrorReply({ code, message, details }: DriveError): ErrorReply {
  return { code, message, details };
}

function accountOf({ account }: Place): Status['account'] {
  const { email, name, kind } = account.identity.about;
  return { email, name, kind };
}

function rootOf({ rootFolder }: Place): Status['rootFolder'] {
  return rootFolder === null ? null : { id: rootFolder.id, title: rootFolder.name };
}

function lockedBy(config: Config): Status['locked'] {
  return {
    ...(config.rootFolder === '' ? {} : { rootFolder: config.rootFolder }),
    ...(config.lockCredentials ? { credentials: 'serviceAccount', keyFile: '' } : {})
  };
}
