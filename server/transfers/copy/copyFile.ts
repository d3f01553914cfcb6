/** One file from Drive into the workspace: resumed, verified, never half. */
import { DriveError, hasCode } from '../../../protocol';
import type { IDrive } from '../../drive/drive';
import type { Caller, Download } from '../../google/caller';
import { FileWriter } from '../../workspace/writing/fileWriter';
import { temporaryName } from '../../workspace/writing/temporaryNames';
import { joinPath, type Workspace } from '../../workspace/workspace';
import path from 'node:path';
import { SUSPENDED } from '../abortReasons';
import { isChangedMeanwhile } from '../../workspace/changedMeanwhile';
import type { FolderIdentity } from '../../workspace/folderIdentity';
import type { FileState } from '../../workspace/fileState';
import type { Arrived, CopyItem } from '../item';
import { isVerifiable } from './copyItems';
import { endCheckOf, TAIL_BYTES } from './formats';

type CopyParts = {
  readonly drive: IDrive;
  readonly workspace: Workspace;
  /** Of the folder that the file goes into; null where it is not known. */
  readonly identity: FolderIdentity | null;
  readonly transferId: string;
  readonly caller: Caller;
  /** True if a person wants it although Google takes it for malware or spam. */
  readonly anyway: boolean;
  /** Called with the bytes of each piece; negative when a file starts over. */
  readonly onBytes: (bytes: number) => void;
  /** Told what Drive holds, when that may not be what was planned; the item must say so afterwards. */
  readonly onSource: (source: Source) => void;
  /** Called with what came of a file that Drive gives no checksum of, before it gets its name. */
  readonly onArrived: (arrived: Arrived) => Promise<void>;
  /** Of the file that is replaced, where it is known; in hex. */
  readonly expectedMd5: string | null;
  /** True to take up what an earlier process, or try, left. */
  readonly resume: boolean;
};

type Source = Pick<CopyItem, 'size' | 'md5' | 'headRevisionId' | 'modified'>;

/** How often a file may change in Drive, or arrive wrong, before it is given up. */
const MOST_STARTS = 3;
/** Drive has times of year 1 and 1601; before 1970 they confuse file systems and programs. */
const EARLIEST = new Date(0);

export type Copied = Arrived & { readonly mtimeMs: number; readonly state: FileState };

/**
 * Resolves when the file stands under its name. On failure and on cancel nothing of it is left. Rejects with
 * `isChangedMeanwhile` where something else stands there than was decided about: then the bytes stay, to be
 * named after another answer.
 */
export async function copyFile(item: CopyItem, parts: CopyParts): Promise<Copied> {
  const { workspace, transferId } = parts;
  const resume = parts.resume && item.exportAs === null;
  const shownPath = joinPath(item.folder, item.name);
  const folder = workspace.resolve(item.folder);
  const { identity } = parts;
  const place = {
    ...{ folder, temporaryName: temporaryName(transferId, item.n), shownPath, resume },
    ...(identity === null ? {} : { identity })
  };
  const writer = await FileWriter.open(place, workspace.writers);
  try {
    report(item, writer, parts);
    const arrived =
      item.exportAs === null
        ? await fetchVerified(item, writer, parts)
        : await fetchExport(item, item.exportAs, writer, parts);
    if (!isVerifiable(item)) {
      await parts.onArrived(arrived);
    }
    const { mtimeMs, state } = await writer.finish(path.join(folder, item.name), {
      ...{ expected: item.expected, expectedMd5: parts.expectedMd5 },
      modified: toTime(item.modified)
    });
    return { ...arrived, mtimeMs, state };
  } catch (error) {
    const mayBeUsed = parts.caller.signal.reason === SUSPENDED || isChangedMeanwhile(error);
    await (mayBeUsed ? writer.suspend() : writer.discard());
    throw error;
  }
}

async function fetchVerified(
  item: CopyItem,
  writer: FileWriter,
  parts: CopyParts
): Promise<Arrived> {
  for (let start = 1; ; start += 1) {
    try {
      await fetchRest(item, writer, parts);
      const arrived = await writer.verify(item);
      if (item.md5 !== null || !(await lookAgain(item, parts))) {
        return arrived; // without a checksum: the same revision before the first byte and after the last
      }
      if (start === MOST_STARTS) {
        throw keepsChanging(item);
      }
    } catch (error) {
      if (!mayHaveChanged(error) || start === MOST_STARTS) {
        throw error;
      }
      const changed = await lookAgain(item, parts);
      if (!changed && start > 1) {
        throw error; // the same bytes, wrong twice: it is the file, not the way
      }
    }
    await writer.restart();
    report(item, writer, parts);
  }
}

/** Exports have neither size nor checksum: the body must end properly, and the format be whole. */
async function fetchExport(
  item: CopyItem,
  mimeType: string,
  writer: FileWriter,
  parts: CopyParts
): Promise<Arrived> {
  for (let start = 1; ; start += 1) {
    const { id, resourceKey } = item;
    const consume = (download: Download): Promise<void> =>
      receive({ ...download, total: null }, item, writer, parts);
    await parts.drive.exportDocument({ id, mimeType, resourceKey, consume }, parts.caller);
    const written = await writer.verify({ size: null, md5: null });
    if (await hasItsEnd(writer, mimeType)) {
      return written;
    }
    if (start === MOST_STARTS) {
      throw corrupt(item);
    }
  }
}

/** True too for formats without an end to check. */
async function hasItsEnd(writer: FileWriter, mimeType: string): Promise<boolean> {
  const check = endCheckOf(mimeType);
  if (check.reads === 'nothing') {
    return true;
  }
  const bytes = await (check.reads === 'all' ? writer.readWhole() : writer.readTail(TAIL_BYTES));
  return check.isComplete(bytes);
}

async function fetchRest(item: CopyItem, writer: FileWriter, parts: CopyParts): Promise<void> {
  if (item.size !== null && writer.offset === item.size && item.size > 0) {
    return;
  }
  await parts.drive.download(
    {
      id: item.id,
      resourceKey: item.resourceKey,
      anyway: parts.anyway,
      resumeAt: () => writer.offset,
      consume: download => receive(download, item, writer, parts)
    },
    parts.caller
  );
}

async function receive(
  download: Download,
  item: CopyItem,
  writer: FileWriter,
  parts: CopyParts
): Promise<void> {
  // An export, tried again, begins at the beginning; so may an answer to a Range.
  if (download.offset !== writer.offset) {
    await writer.restart(); // docs/reference/drive.md, "Downloads"
    report(item, writer, parts);
  }
  if (download.total !== null && item.size !== null && download.total !== item.size) {
    throw corrupt(item);
  }
  await download.pipeTo(bytes => {
    if (item.size !== null && writer.offset + bytes.length > item.size) {
      throw corrupt(item);
    }
    parts.onBytes(bytes.length);
    return writer.take(bytes);
  });
}

/** The progress says what the writer has, also after a restart. */
function report(item: CopyItem, writer: FileWriter, { onBytes }: CopyParts): void {
  onBytes(writer.offset - item.received);
}

/** Wrong bytes, or fewer: what Drive holds may not be what was planned. */
function mayHaveChanged(error: unknown): boolean {
  return hasCode(error, 'corrupt');
}

/** Reads the metadata anew; true if the content is another one by now. */
async function lookAgain(item: CopyItem, parts: CopyParts): Promise<boolean> {
  const file = await parts.drive.get(item.id, parts.caller, item.resourceKey);
  const { size, md5, headRevisionId, modified } = file;
  const isDated = headRevisionId !== null || md5 !== null;
  const changed =
    md5 !== item.md5 ||
    size !== item.size ||
    headRevisionId !== item.headRevisionId ||
    (!isDated && modified !== item.modified);
  parts.onSource({ size, md5, headRevisionId, modified });
  return changed;
}

function corrupt(item: CopyItem): DriveError {
  return new DriveError(
    'corrupt',
    `What arrived for “${item.title}” is not what Drive holds. Try again; if it stays so, the file may be damaged in Drive.`,
    { details: { path: joinPath(item.folder, item.name) } }
  );
}

function keepsChanging(item: CopyItem): DriveError {
  return new DriveError(
    'corrupt',
    `“${item.title}” changed in Drive again and again while it was copied. Try again when nobody writes it.`,
    { details: { path: joinPath(item.folder, item.name) } }
  );
}

function toTime(modified: string | null): Date | null {
  if (modified === null) {
    return null;
  }
  const time = new Date(modified);
  if (Number.isNaN(time.getTime())) {
    return null;
  }
  return time < EARLIEST ? EARLIEST : time;
}
