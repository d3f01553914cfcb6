/**
 * Journals that a newer version of this program wrote. They are left alone, and stand in the list with a
 * sentence: there a person looks for a transfer that is missing.
 */
import { open, readdir, stat, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { DriveError, type Transfer as TransferReply } from '../../../protocol';
import { isOfNewerFormat } from '../../records/formats';
import { ENDING } from './root';

export type NewerJournal = { readonly id: string; readonly file: string; readonly since: string };

const SENTENCE =
  'A newer version of jupyterlab-gdrive began this transfer; this version can’t read its journal and leaves it as it is. Update jupyterlab-gdrive to continue the transfer.';

/** Those in a folder of journals; none if it is gone. */
export async function newerJournalsIn(folder: string): Promise<readonly NewerJournal[]> {
  const names = (await readdir(folder).catch(() => [])).filter(name => name.endsWith(ENDING));
  const found = await Promise.all(names.map(name => look(path.join(folder, name))));
  return found.filter(journal => journal !== null);
}

/** Without those that the newer version has done with. */
export async function stillThere(
  journals: readonly NewerJournal[]
): Promise<readonly NewerJournal[]> {
  const found = await Promise.all(
    journals.map(journal =>
      stat(journal.file).then(
        () => journal,
        () => null
      )
    )
  );
  return found.filter(journal => journal !== null);
}

/** What can't be done with it, whatever is asked for. */
export function refusal({ file }: NewerJournal): DriveError {
  return new DriveError('notSupported', SENTENCE, { details: { what: 'newerFormat', file } });
}

/** Its row in the list: nothing is known of it but that it is there. */
export function replyForNewer(journal: NewerJournal): TransferReply {
  const { id, since } = journal;
  const { code, message, details } = refusal(journal);
  return {
    ...{ id, kind: 'copy', state: 'interrupted', titles: [], chosen: 0, destination: '' },
    ...{ startedAt: since, endedAt: null },
    files: { total: 0, done: 0, skipped: 0, unchanged: 0, failed: 0, unverifiable: 0 },
    bytes: { total: 0, done: 0 },
    ...{ unprovenFolders: 0, counting: false, speed: null, secondsLeft: null, question: null },
    problems: [{ item: id, code, message, details, retryable: false }],
    arrived: [],
    inPlace: []
  };
}

/** One of which only its content showed that a newer version wrote it. */
export async function newerJournal(file: string): Promise<NewerJournal> {
  const since = (await stat(file)).mtime.toISOString();
  return { id: path.basename(file, ENDING), file, since };
}

/** null for one that this version knows, or that can't be read. */
async function look(file: string): Promise<NewerJournal | null> {
  let handle: FileHandle | null = null;
  try {
    handle = await open(file, 'r');
    return isOfNewerFormat(await firstLineOf(handle)) ? await newerJournal(file) : null;
  } catch {
    return null;
  } finally {
    await handle?.close();
  }
}

/** However long it is: a line tells its format only as a whole. '' where there is none. */
async function firstLineOf(handle: FileHandle): Promise<string> {
  for await (const line of handle.readLines({ autoClose: false })) {
    if (line !== '') {
      return line;
    }
  }
  return '';
}
