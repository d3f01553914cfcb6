/** What a transfer notes about a file that it sends, and takes back of what it made itself. */
import type { DriveFile } from '../../drive/drive';
import type { Caller } from '../../google/caller';
import { SourceChanged, type Source } from '../../workspace/reading';
import type { UploadChange, UploadItem } from '../item';
import type { JobParts } from '../job';
import { noteSize } from '../noteSource';

/** Everything that a successor must know is in the journal. */
export function changeItem(
  item: UploadItem,
  change: UploadChange,
  { transfer, journal }: Pick<JobParts, 'transfer' | 'journal'>
): void {
  const before = { ...item };
  transfer.change(item, change);
  const { n, session, sessionOf, sentMd5, madeRevision } = item;
  if (session !== before.session) {
    journal.append({ t: 'session', n, session, of: sessionOf });
  }
  if (sentMd5 !== before.sentMd5 || madeRevision !== before.madeRevision) {
    journal.append({ t: 'sent', n, md5: sentMd5, made: madeRevision });
  }
  const { id, replacedRevision } = item;
  if (id !== before.id || replacedRevision !== before.replacedRevision) {
    noteChoice(item, false, journal);
  }
}

export function noteChoice(
  item: UploadItem,
  unchanged: boolean,
  journal: JobParts['journal']
): void {
  const { n, state, name, replace, id, replacedRevision: revision } = item;
  journal.append({ t: 'choice', n, state, name, replace, id, revision, expected: null, unchanged });
}

/** Another id for a new file. */
export async function chooseId(item: UploadItem, parts: JobParts): Promise<void> {
  const [id = ''] = await parts.account.drive.generateIds(1, parts.caller);
  const anew = { session: null, sessionOf: null, sentMd5: null, madeRevision: null };
  changeItem(item, { id, ...anew }, parts);
}

/** A file of our own making that does not hold the right bytes goes to the trash. */
export async function withdraw(
  item: UploadItem,
  parts: JobParts,
  caller: Caller = parts.caller
): Promise<void> {
  if (item.madeRevision !== null) {
    await throwAway(item, { ...parts, caller });
  }
}

/** The revision that is to be replaced, or one that we put there ourselves. */
export function isExpected(item: UploadItem, { headRevisionId, md5 }: DriveFile): boolean {
  const isPlanned = [item.replacedRevision, item.madeRevision].includes(headRevisionId);
  return (headRevisionId !== null && isPlanned) || (md5 !== null && md5 === item.sentMd5);
}

/** What we put into Drive goes to the trash; the next one has another id. */
export async function throwAway(item: UploadItem, parts: JobParts): Promise<void> {
  await parts.account.drive.trash(item.id, parts.caller);
  await chooseId(item, parts);
}

/** Drive has the bytes of the file as it was opened. */
export async function noteArrived(
  item: UploadItem,
  file: DriveFile,
  source: Source,
  parts: JobParts
): Promise<void> {
  const { transfer, account, workspace } = parts;
  noteSize(item, source.size, parts);
  transfer.received(item, source.size - item.received);
  account.ledger.note({
    id: file.id,
    path: workspace.resolve(item.path),
    state: source.state,
    size: source.size,
    mtimeMs: source.mtimeMs,
    md5: await source.md5(),
    revision: file.headRevisionId,
    modified: file.modified
  });
}

/** True if one of these has the bytes of the file here, which is then noted. */
export async function takeIfSame(
  item: UploadItem,
  files: readonly DriveFile[],
  parts: JobParts
): Promise<boolean> {
  if (!files.some(({ kind, size }) => kind === 'file' && size === item.size)) {
    return false;
  }
  const { workspace, clock, caller } = parts;
  let source: Source | null = null;
  try {
    source = await workspace.open(item, clock, caller.signal);
    const { size } = source;
    const md5 = size === item.size ? await source.md5() : null;
    await source.assertUnchanged();
    const same = files.find(file => file.size === size && file.md5 !== null && file.md5 === md5);
    if (same !== undefined) {
      await noteArrived(item, same, source, parts);
    }
    return same !== undefined;
  } catch (error) {
    if (error instanceof SourceChanged) {
      return false;
    }
    throw error;
  } finally {
    await source?.close();
  }
}
