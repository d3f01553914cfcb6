/** Which folder it is that a path leads to: checked again before a file gets its name in it. */
import { DriveError } from '../../protocol';
import type { BigIntStats } from 'node:fs';
import { stat } from 'node:fs/promises';

/** Decimal digits: a folder of its own as long as the disk is mounted. */
export type FolderIdentity = { readonly device: string; readonly inode: string };

export function identityOf({ dev, ino }: Pick<BigIntStats, 'dev' | 'ino'>): FolderIdentity {
  return { device: String(dev), inode: String(ino) };
}

/** Equal for what is one on the disk. */
export function identityKey({ device, inode }: FolderIdentity): string {
  return `${device}:${inode}`;
}

/**
 * Rejects if the path leads to another folder than it did: somebody put a link or another folder there.
 * Between this look and the act of writing there is a moment that stays open.
 */
export async function assertSameFolder(
  folder: string,
  expected: FolderIdentity,
  shownPath: string
): Promise<void> {
  const found = identityOf(await stat(folder, { bigint: true }));
  if (found.device !== expected.device || found.inode !== expected.inode) {
    throw new DriveError(
      'workspaceMissing',
      `The workspace folder of “${shownPath}” was replaced by another one meanwhile, so nothing was written. Look at the folder, then copy again.`,
      { details: { path: shownPath, reason: 'folderReplaced' } }
    );
  }
}
