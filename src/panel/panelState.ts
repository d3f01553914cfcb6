/** What the panel shows instead of, or below, its rows. Pure. */
import type { DriveError } from '../../protocol/errors';
import type { DriveItem } from '../../protocol/items';
import type { CredentialSource, Status } from '../../protocol/status';

export type PanelState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'notConfigured'; readonly offered: readonly CredentialSource[] }
  | {
      readonly kind: 'problem';
      readonly failure: DriveError;
      readonly offered: readonly CredentialSource[];
    }
  | { readonly kind: 'loading' }
  | { readonly kind: 'folderProblem'; readonly failure: DriveError }
  | { readonly kind: 'noHits'; readonly search: string; readonly byDrive: boolean }
  | { readonly kind: 'nothingShared'; readonly address: string }
  | { readonly kind: 'emptyFolder'; readonly path: string }
  | {
      readonly kind: 'rows';
      readonly shown: number;
      readonly hasMore: boolean;
      /** What Drive looked for at the beginnings of words; '' where all names were looked at. */
      readonly askedDrive: string;
    };

/** As much of DriveStatus and DriveModel as the state depends on. */
export type PanelFacts = {
  readonly status: Status | null;
  readonly statusFailure: DriveError | null;
  readonly folder: DriveItem | null;
  readonly folderFailure: DriveError | null;
  readonly isLoading: boolean;
  readonly search: string;
  readonly isSearchedByDrive: boolean;
  readonly rows: number;
  readonly hasMore: boolean;
};

export function panelState(facts: PanelFacts): PanelState {
  return connectionState(facts) ?? folderState(facts);
}

/** True where crumbs, filter and rows make sense. */
export function showsDrive(state: PanelState): boolean {
  return !['connecting', 'notConfigured', 'problem'].includes(state.kind);
}

function connectionState({ status, statusFailure }: PanelFacts): PanelState | null {
  const offered = status?.offered ?? [];
  if (status?.state === 'notConfigured' && statusFailure?.code !== 'keyFileMissing') {
    return { kind: 'notConfigured', offered };
  }
  if (statusFailure !== null) {
    return { kind: 'problem', failure: statusFailure, offered };
  }
  return status === null ? { kind: 'connecting' } : null;
}

function folderState(facts: PanelFacts): PanelState {
  const { folder, folderFailure, isLoading, rows, hasMore, search, status } = facts;
  const byDrive = facts.isSearchedByDrive;
  if (folderFailure !== null && !isLoading) {
    return { kind: 'folderProblem', failure: folderFailure };
  }
  if (folder === null || (isLoading && rows === 0)) {
    return { kind: 'loading' };
  }
  if (rows > 0) {
    return { kind: 'rows', shown: rows, hasMore, askedDrive: byDrive ? search : '' };
  }
  if (search.trim() !== '') {
    return { kind: 'noHits', search: search.trim(), byDrive };
  }
  const account = status?.account ?? null;
  return account?.kind === 'serviceAccount' && isTop(folder.path)
    ? { kind: 'nothingShared', address: account.email }
    : { kind: 'emptyFolder', path: folder.path };
}

/** Where a service account sees nothing until something is shared with it. */
function isTop(path: string): boolean {
  return (
    path === '' || path === 'My Drive' || path === 'Shared with me' || path === 'Shared drives'
  );
}
