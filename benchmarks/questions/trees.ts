/** 1,000 folders: how many requests they cost, whether they are complete, and what the same again costs. */
import type { JournalEntry } from '../../emulator/client';
import { assertDone, beginCopy, ended, timeOurs, until } from '../copying';
import { inWords, spentInWords } from '../costs';
import { addTree } from '../crowd';
import type { IQuestion, Row } from '../question';
import { PACER_OPENED, Rclone } from '../rclone';
import { MEMORY, type Google, type Stage } from '../stage';
import { ratio, seconds } from '../statistics';

const FOLDERS = 1_000;
const EACH = 5;
const FILES = FOLDERS * EACH;
const AS_GOOGLE = { latencyScale: 1, unitsPerMinute: 325_000 };

export const folders: IQuestion = {
  name: 'folders',
  mostRuns: 1,
  title: '1,000 folders of 5 files, latency and quota as modelled (scale 1)',
  ask: askListing
};

export const again: IQuestion = {
  name: 'again',
  mostRuns: 1,
  title: 'The same 1,000 folders again, unchanged, latency and quota as modelled (scale 1)',
  ask: askAgain
};

async function askListing(stage: Stage): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const groupedParentsBug of ['off', 'empty', 'partial'] as const) {
    const google = await stage.google();
    await addTree(google, 'tree', FOLDERS, EACH);
    const listing = await list(google, stage, groupedParentsBug);
    rows.push(toListingRow(groupedParentsBug, listing));
    await stage.clear();
  }
  return rows;
}

type Listing = {
  readonly requests: number;
  readonly files: number;
  readonly seconds: number;
  /** As the transfer's own report says. */
  readonly unproven: number;
};

/** Plans the copy, without the copy. */
async function list(
  google: Google,
  stage: Stage,
  groupedParentsBug: 'off' | 'empty' | 'partial'
): Promise<Listing> {
  const groupedParentsShare = groupedParentsBug === 'partial' ? 0.02 : 0.25;
  await google.setKnobs({ ...AS_GOOGLE, groupedParentsBug, groupedParentsShare });
  const proxy = await stage.proxy(google, { parent: MEMORY });
  await google.clearRequests();
  const start = performance.now();
  const id = await beginCopy(proxy, ['My Drive/tree']);
  const planned = await until(proxy, id, ({ counting }) => !counting);
  const took = (performance.now() - start) / 1000;
  await proxy.call('POST /transfers/:id/cancel', { id });
  const requests = (await google.requests()).filter(isListing).length;
  return {
    requests,
    files: planned.files.total,
    seconds: took,
    unproven: planned.unprovenFolders
  };
}

function toListingRow(bug: string, listing: Listing): Row {
  const { requests, files, seconds: took, unproven } = listing;
  const isWhole = files === FILES;
  const few = requests <= (FOLDERS + 1) / 10;
  const words = `${requests} requests, ${files} files, ${seconds(took)}`;
  switch (bug) {
    case 'off':
      return {
        what: 'listing, of 1,001 requests one by one',
        ours: words,
        must: '≤ 1/10, complete',
        holds: few && isWhole,
        beside: ''
      };
    case 'empty':
      return {
        what: 'a quarter of the grouped answers wrongly empty',
        ours: words,
        must: 'complete',
        holds: isWhole,
        beside: 'folders that seem empty are asked for once more, alone'
      };
    default:
      return {
        what: 'one child in fifty missing from grouped answers',
        ours: `${words}; the transfer’s report: ${unproven} folders that nothing proves to be whole`,
        must: 'said in the report',
        holds: isWhole || unproven > 0,
        beside: 'grouping can’t notice a child that is left out of an answer'
      };
  }
}

async function askAgain(stage: Stage): Promise<readonly Row[]> {
  const google = await stage.google();
  await addTree(google, 'tree', FOLDERS, EACH);
  const rclone = await Rclone.create(google, stage);
  const theirs = stage.folder(MEMORY);
  await rclone.copy('tree', theirs, PACER_OPENED);
  const quick = { unitsPerMinute: 1e9 };
  const proxy = await stage.proxy(google, { parent: MEMORY, config: quick });
  assertDone(await ended(proxy, await beginCopy(proxy, ['My Drive/tree'])));
  await google.setKnobs(AS_GOOGLE);
  const rcloneAgain = await rclone.copy('tree', theirs, PACER_OPENED);
  await google.clearRequests();
  const oursAgain = await timeOurs(proxy, ['My Drive/tree']);
  const downloads = (await google.requests()).filter(({ query }) => query.includes('alt=media'));
  const share = oursAgain.wallSeconds / rcloneAgain.wallSeconds;
  return [
    {
      what: 'downloads',
      ours: String(downloads.length),
      must: '0',
      holds: downloads.length === 0,
      beside: ''
    },
    {
      what: 'time, beside `rclone copy` with its pacer opened',
      ours: `${ratio(share)} × (${seconds(oursAgain.wallSeconds)})`,
      must: '≤ 1.00 ×',
      holds: share <= 1,
      beside: `rclone ${inWords([rcloneAgain])}${rclone.note}; ours: ${spentInWords(oursAgain)}`
    }
  ];
}

function isListing({ method, path }: JournalEntry): boolean {
  return method === 'GET' && path.endsWith('/drive/v3/files');
}
