/**
 * One file of the workspace into Drive: what is sent is hashed and compared with what Drive has then. The
 * programs of the workspace go on meanwhile: a file that changed is sent anew, as it is then, a few times.
 * Nothing is whole in Drive before the last byte was read and the file looked at again.
 */
import { DriveError, hasCode } from '../../../protocol';
import type { DriveFile, Made, UploadTarget } from '../../drive/drive';
import { isSameTime } from '../../fsErrors';
import { compareStates } from '../../workspace/fileState';
import { SourceChanged, type Source } from '../../workspace/reading';
import { lastSegment, type UploadItem } from '../item';
import type { JobParts } from '../job';
import { noteSize } from '../noteSource';
import { changedInDrive, inTrash, keepsChanging, notAsSent } from './failures';
import { changeItem, chooseId, noteArrived, withdraw } from './ownFile';

/** How often a file is sent that changes meanwhile. */
const MOST_ROUNDS = 3;
/** Before a file is sent for the second time; four times as long each time after. */
const PAUSE_MS = 250;

/** `changed`: here; `torn`: Drive has something of ours that is not right yet. */
type Outcome = DriveFile | 'changed' | 'torn';

/** Resolves with the file that Drive has; on failure nothing half is left there. */
export async function sendFile(item: UploadItem, parts: JobParts): Promise<DriveFile> {
  for (let round = 1; ; round += 1) {
    const outcome = await sendOnce(item, parts);
    if (typeof outcome !== 'string') {
      return outcome;
    }
    if (round === MOST_ROUNDS) {
      await withdraw(item, parts);
      throw outcome === 'changed' ? keepsChanging(item, MOST_ROUNDS) : notAsSent(item);
    }
    await parts.clock.sleep(PAUSE_MS * 4 ** (round - 1), parts.caller.signal);
  }
}

async function sendOnce(item: UploadItem, parts: JobParts): Promise<Outcome> {
  const { workspace, clock, caller } = parts;
  let source: Source | null = null;
  try {
    source = await workspace.open(item, clock, caller.signal);
    beginWith(source, item, parts);
    const there = await lookFirst(item, source, parts);
    return there ?? (await upload(item, source, parts));
  } catch (error) {
    caller.signal.throwIfAborted();
    if (isOfSource(error)) {
      return 'changed';
    }
    throw error;
  } finally {
    await source?.close();
  }
}

/** The file as it is now, which may not be what was planned, or what a session has bytes of. */
function beginWith(source: Source, item: UploadItem, parts: JobParts): void {
  const { state, size, mtimeMs } = source;
  const isSame =
    item.sessionOf === null
      ? item.size === size && isSameTime(item.mtimeMs, mtimeMs)
      : compareStates(item.sessionOf, state) === 'same';
  noteSize(item, size, parts);
  changeItem(item, { mtimeMs, ...(isSame ? {} : { session: null, sessionOf: null }) }, parts);
}

/**
 * What Drive has of it already: null where the upload may go on. Where something is to be replaced it must
 * still be there; it may hold these bytes already, or those that were sent when an answer was lost.
 */
async function lookFirst(
  item: UploadItem,
  source: Source,
  parts: JobParts
): Promise<Outcome | null> {
  if (!item.replace && item.madeRevision === null) {
    return null;
  }
  const current = await find(item, parts);
  if (current === null || current.trashed) {
    if (item.replace) {
      throw changedInDrive(item);
    }
    await chooseId(item, parts); // somebody threw our own away: it is made anew
    return null;
  }
  if (current.md5 !== null && current.md5 === (await source.md5())) {
    return settle(item, current, source, parts);
  }
  if (current.headRevisionId === revisionOf(item)) {
    return null;
  }
  if (current.md5 === null || current.md5 !== item.sentMd5) {
    await leaveToOthers(item, current, parts);
    return null;
  }
  takeAsOurs(item, current, parts);
  return null;
}

async function find(item: UploadItem, { account, caller }: JobParts): Promise<DriveFile | null> {
  try {
    return await account.drive.get(item.id, caller);
  } catch (error) {
    if (hasCode(error, 'notFound')) {
      return null;
    }
    throw error;
  }
}

async function upload(item: UploadItem, source: Source, parts: JobParts): Promise<Outcome> {
  const sentBefore = item.sentMd5;
  let file: Made;
  try {
    file = await send(item, source, parts);
  } catch (error) {
    if (hasCode(error, 'conflict')) {
      // The revision is another one: ours, if the answer to an earlier try was lost.
      return (await lookFirst(item, source, parts)) ?? 'torn';
    }
    throw error;
  }
  if (file.trashed) {
    await chooseId(item, parts);
    if (file.wasThere) {
      return 'torn';
    }
    throw inTrash(lastSegment(item.parentPath)); // what is put into such a folder is in the trash too
  }
  // Drive has no checksum of some files: of its answer to our own bytes the size must do.
  const mayBeRight = file.md5 === null ? !file.wasThere : file.md5 === (await source.md5());
  if (file.size === source.size && mayBeRight) {
    return settle(item, file, source, parts);
  }
  const isOurs = file.md5 !== null && [sentBefore, item.sentMd5].includes(file.md5);
  if (file.wasThere && !isOurs) {
    await leaveToOthers(item, file, parts);
    return 'torn';
  }
  takeAsOurs(item, file, parts);
  return 'torn';
}

/**
 * Somebody else changed what we made: where it stands in its place a person is asked about it. Elsewhere it is
 * theirs, and nobody who looks for the name would find it: the file is made anew.
 */
async function leaveToOthers(item: UploadItem, file: DriveFile, parts: JobParts): Promise<void> {
  const isInPlace = file.name === item.name && file.parents.includes(item.parent);
  if (item.replace || isInPlace) {
    throw changedInDrive(item);
  }
  await chooseId(item, parts);
}

/** What an upload of ours made is replaced next time. */
function takeAsOurs(item: UploadItem, { headRevisionId }: DriveFile, parts: JobParts): void {
  const ours = item.replace
    ? { replacedRevision: headRevisionId }
    : { madeRevision: headRevisionId ?? '' };
  changeItem(item, { ...ours, session: null, sessionOf: null }, parts);
}

/** Drive has all of it. */
async function settle(
  item: UploadItem,
  file: DriveFile,
  source: Source,
  parts: JobParts
): Promise<DriveFile> {
  changeItem(item, { session: null, sessionOf: null, madeRevision: null }, parts);
  await noteArrived(item, file, source, parts);
  return file;
}

function send(item: UploadItem, source: Source, parts: JobParts): Promise<Made> {
  const { account, caller, transfer, onBytes } = parts;
  const onOffset = (offset: number): void => transfer.received(item, offset - item.received);
  return account.drive.upload(
    {
      target: targetOf(item),
      mimeType: item.mimeType,
      modified: toDriveTime(item.mtimeMs),
      source: {
        size: source.size,
        read: (start, end) => {
          onOffset(start);
          return source.read({
            ...{ start, end },
            onBytes: bytes => onBytes(item, bytes),
            onWhole: sentMd5 => changeItem(item, { sentMd5 }, parts)
          });
        },
        onOffset
      },
      session: item.session,
      onSession: session => changeItem(item, { session, sessionOf: source.state }, parts)
    },
    caller
  );
}

function targetOf(item: UploadItem): UploadTarget {
  const { id, name, parent } = item;
  return item.replace || item.madeRevision !== null
    ? { kind: 'update', id, replaces: revisionOf(item) }
    : { kind: 'create', id, name, parent };
}

/** Disks know years that Drive does not. RFC 3339. */
function toDriveTime(ms: number): string {
  const [earliest, latest] = [Date.UTC(1601, 0), Date.UTC(9999, 11)];
  return new Date(Math.min(Math.max(ms, earliest), latest)).toISOString();
}

function revisionOf(item: UploadItem): string | null {
  return item.madeRevision ?? item.replacedRevision;
}

/** What a stream fails with comes out of Drive as the cause. */
function isOfSource(error: unknown): boolean {
  return error instanceof SourceChanged || (error instanceof DriveError && isOfSource(error.cause));
}
