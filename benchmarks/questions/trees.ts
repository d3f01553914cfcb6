/** 1,000 folders: how many lists they cost, whether the copy is whole, and what the same again costs. */
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
const NO_QUOTA = { unitsPerMinute: 1e9 };

/** What Google's lists of many folders do: right, wrongly empty, or a part missing. */
const LISTS = {
  off: 'lists are right',
  empty: 'a quarter of the grouped lists wrongly empty',
  partial: 'one child in fifty missing from grouped lists'
} as const;

type Lists = keyof typeof LISTS;

export const folders: IQuestion = {
  name: 'folders',
  mostRuns: 1,
  title:
    '1,000 folders of 5 files, latency and quota as modelled (scale 1); each is listed alone once more while files move',
  ask: askWhole
};

export const again: IQuestion = {
  name: 'again',
  mostRuns: 1,
  title: 'The same 1,000 folders again, unchanged, latency and quota as modelled (scale 1)',
  ask: askAgain
};

async function askWhole(stage: Stage): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const groupedParentsBug of ['off', 'empty', 'partial'] as const) {
    const google = await stage.google();
    await addTree(google, 'tree', FOLDERS, EACH);
    rows.push(toWholeRow(groupedParentsBug, await copyWhole(google, stage, groupedParentsBug)));
    await stage.clear();
  }
  return rows;
}

type Whole = {
  /** Lists that were asked for until the first count of all files. */
  readonly first: number;
  /** Lists in all: until the copy was done, and so proven. */
  readonly lists: number;
  readonly files: number;
  readonly counted: number;
  readonly seconds: number;
  readonly unproven: number;
};

async function copyWhole(google: Google, stage: Stage, groupedParentsBug: Lists): Promise<Whole> {
  const groupedParentsShare = groupedParentsBug === 'partial' ? 0.02 : 0.25;
  const quota = groupedParentsBug === 'off' ? {} : NO_QUOTA;
  await google.setKnobs({ ...AS_GOOGLE, ...quota, groupedParentsBug, groupedParentsShare });
  const proxy = await stage.proxy(google, { parent: MEMORY, config: quota });
  await google.clearRequests();
  const start = performance.now();
  const id = await beginCopy(proxy, ['My Drive/tree']);
  const counted = await until(proxy, id, ({ counting }) => !counting);
  const first = (await google.requests()).filter(isListing).length;
  const done = await ended(proxy, id);
  const took = (performance.now() - start) / 1000;
  assertDone(done);
  return {
    first,
    lists: (await google.requests()).filter(isListing).length,
    counted: counted.files.total,
    files: done.files.done,
    seconds: took,
    unproven: done.unprovenFolders
  };
}

function toWholeRow(lists: Lists, whole: Whole): Row {
  const isWhole = whole.files === FILES && whole.unproven === 0;
  const few = whole.first <= (FOLDERS + 1) / 10;
  return {
    what: LISTS[lists],
    ours: `${whole.counted} files counted after ${whole.first} lists; done: ${whole.files} files, ${whole.lists} lists, ${seconds(whole.seconds)}`,
    must: `first count ≤ 1/10 of the ${FOLDERS + 1} folders; done: all ${FILES}`,
    holds: few && isWhole,
    beside: lists === 'off' ? 'the quota sets the time' : 'the quota is taken away'
  };
}

async function askAgain(stage: Stage): Promise<readonly Row[]> {
  const google = await stage.google();
  await addTree(google, 'tree', FOLDERS, EACH);
  const rclone = await Rclone.create(google, stage);
  const theirs = stage.folder(MEMORY);
  await rclone.copy('tree', theirs, PACER_OPENED);
  const proxy = await stage.proxy(google, { parent: MEMORY, config: NO_QUOTA });
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
