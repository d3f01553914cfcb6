/** One file from Drive into the workspace: resumed, verified, never half. */
import { DriveError } from '../../../protocol';
import { BrokenConnection, GoogleApiError } from '../../google/apiErrors';
import type { IDrive } from '../../drive/drive';
import type { Caller, Download } from '../../google/caller';
import { FileWriter } from '../../workspace/writing/fileWriter';
import { temporaryName } from '../../workspace/writing/temporaryFile';
import { joinPath, type Workspace } from '../../workspace/workspace';
import path from 'node:path';
import { isWhole } from '../../workspace/container';
import { SUSPENDED } from '../abortReasons';
import type { CopyEntry } from '../item';

export type CopyParts = {
  readonly drive: IDrive;
  readonly workspace: Workspace;
  readonly transferId: string;
  readonly caller: Caller;
  /** Told of each piece; negative when a file starts over. */
  readonly onBytes: (bytes: number) => void;
  /** Told when the file turns out to have another size than planned. */
  readonly onSize: (size: number | null) => void;
  /** True to take up what an earlier process left. */
  readonly resume: boolean;
};

/** So often a file may change in Drive, or arrive wrong, before it is given up. */
const MOST_STARTS = 3;
/** Jupyter clamps nothing: times before 1970 confuse file systems (drive-api.md §2). */
const EARLIEST = new Date(0);

export type Copied = { readonly size: number; readonly md5: string; readonly mtimeMs: number };

/** Resolves when the file stands under its name. On failure and on cancel nothing of it is left. */
export async function copyFile(entry: CopyEntry, parts: CopyParts): Promise<Copied> {
  const { workspace, transferId } = parts;
  const resume = parts.resume && entry.exportAs === null;
  const shownPath = joinPath(entry.folder, entry.name);
  const folder = workspace.resolve(entry.folder);
  const place = { folder, temporaryName: temporaryName(transferId, entry.n), shownPath, resume };
  const writer = await FileWriter.open(place, workspace.writers);
  try {
    report(entry, writer, parts);
    const { size, md5 } =
      entry.exportAs === null
        ? await fetchVerified(entry, writer, parts)
        : await fetchExport(entry, entry.exportAs, writer, parts);
    const options = { replace: entry.replace, modified: toTime(entry.modified) };
    const mtimeMs = await writer.finish(path.join(folder, entry.name), options);
    return { size, md5, mtimeMs };
  } catch (error) {
    await (parts.caller.signal.reason === SUSPENDED ? writer.suspend() : writer.discard());
    throw error;
  }
}

async function fetchVerified(
  entry: CopyEntry,
  writer: FileWriter,
  parts: CopyParts
): Promise<{ size: number; md5: string }> {
  for (let start = 1; ; start += 1) {
    try {
      await fetchRest(entry, writer, parts);
      return await writer.verify(entry);
    } catch (error) {
      if (!mayHaveChanged(error) || start === MOST_STARTS) {
        throw error;
      }
      const changed = await lookAgain(entry, parts);
      if (!changed && start > 1) {
        throw error; // the same bytes, wrong twice: it is the file, not the way
      }
      await writer.restart();
      report(entry, writer, parts);
    }
  }
}

/** Exports have neither size nor checksum: the body must end properly, and the format be whole. */
async function fetchExport(
  entry: CopyEntry,
  mimeType: string,
  writer: FileWriter,
  parts: CopyParts
): Promise<{ size: number; md5: string }> {
  for (let start = 1; ; start += 1) {
    const { id, resourceKey } = entry;
    const consume = (download: Download): Promise<void> =>
      receive({ ...download, total: null }, entry, writer, parts);
    await parts.drive.exportDocument({ id, mimeType, resourceKey, consume }, parts.caller);
    await writer.flush();
    const written = await writer.verify({ size: null, md5: null });
    if (await isWhole(writer.temporary, mimeType)) {
      return written;
    }
    if (start === MOST_STARTS) {
      throw corrupt(entry);
    }
  }
}

async function fetchRest(entry: CopyEntry, writer: FileWriter, parts: CopyParts): Promise<void> {
  if (entry.size !== null && writer.offset === entry.size && entry.size > 0) {
    return;
  }
  await parts.drive.download(
    {
      id: entry.id,
      resourceKey: entry.resourceKey,
      resumeAt: () => writer.offset,
      consume: download => receive(download, entry, writer, parts)
    },
    parts.caller
  );
}

async function receive(
  download: Download,
  entry: CopyEntry,
  writer: FileWriter,
  parts: CopyParts
): Promise<void> {
  // An export, tried again, begins at the beginning; so may an answer to a Range.
  if (download.offset !== writer.offset) {
    if (download.offset !== 0) {
      throw new BrokenConnection(false, 'another range than asked for');
    }
    await writer.restart(); // drive-api.md §3
    report(entry, writer, parts);
  }
  if (download.total !== null && entry.size !== null && download.total !== entry.size) {
    throw corrupt(entry);
  }
  await download.pipeTo(bytes => {
    if (entry.size !== null && writer.offset + bytes.length > entry.size) {
      throw corrupt(entry);
    }
    parts.onBytes(bytes.length);
    return writer.take(bytes);
  });
}

/** The progress says what the writer has, also after a restart. */
function report(entry: CopyEntry, writer: FileWriter, { onBytes }: CopyParts): void {
  onBytes(writer.offset - entry.received);
}

/** Wrong bytes, or a range beyond the end: what Drive holds may not be what was planned. */
function mayHaveChanged(error: unknown): boolean {
  const outOfRange =
    error instanceof DriveError &&
    error.cause instanceof GoogleApiError &&
    error.cause.status === 416;
  return outOfRange || (error instanceof DriveError && error.code === 'corrupt');
}

/** Reads the metadata anew; true if the content is another one by now. */
async function lookAgain(entry: CopyEntry, parts: CopyParts): Promise<boolean> {
  const file = await parts.drive.get(entry.id, parts.caller, entry.resourceKey);
  const changed =
    file.md5 !== entry.md5 ||
    file.size !== entry.size ||
    file.headRevisionId !== entry.headRevisionId;
  entry.md5 = file.md5;
  parts.onSize(file.size);
  entry.headRevisionId = file.headRevisionId;
  entry.modified = file.modified;
  return changed;
}

function corrupt(entry: CopyEntry): DriveError {
  return new DriveError(
    'corrupt',
    `What arrived for “${entry.title}” is not what Drive holds. Try again; if it stays so, the file may be damaged in Drive.`,
    { details: { path: joinPath(entry.folder, entry.name) } }
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
