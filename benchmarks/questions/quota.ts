/** Drive's quota: how much of it we use, alone and when ten servers share one account. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Proxy } from '../../server/testing/proxy';
import { beginCopy, ended, transferOf } from '../copying';
import { spentInWords } from '../costs';
import { addCrowd } from '../crowd';
import { spentBy } from '../processes';
import type { IQuestion, Row } from '../question';
import { Rclone } from '../rclone';
import { MEMORY, type Stage } from '../stage';
import { megabytes } from '../statistics';

const UNITS_PER_MINUTE = 325_000;
/** Downloads a second that the quota allows: 200 units each. */
const CEILING = UNITS_PER_MINUTE / 200 / 60;
/** Latency and quota of the specification (docs/reference/drive.md, "Quota and pace"). */
const AS_GOOGLE = { latencyScale: 1, unitsPerMinute: UNITS_PER_MINUTE };
const FILES = 5_000;
const SERVERS = 10;
const MINUTE_MS = 60_000;
/** More than its burst of 100 calls, so that its pace shows. */
const RCLONE_FILES = 400;

export const quota: IQuestion = {
  name: 'quota',
  mostRuns: 1,
  title: `${FILES} files of 20 kB, Google's latency and quota as modelled (scale 1)`,
  ask: askAlone
};

export const shared: IQuestion = {
  name: 'shared-account',
  mostRuns: 1,
  title: `${SERVERS} proxies share one account, Google's latency and quota as modelled (scale 1)`,
  ask: askTogether
};

async function askAlone(stage: Stage): Promise<readonly Row[]> {
  const google = await stage.google();
  await addCrowd(google, 'many', FILES);
  await google.setKnobs(AS_GOOGLE);
  const proxy = await stage.proxy(google, { parent: MEMORY });
  const id = await beginCopy(proxy, ['My Drive/many']);
  const rate = await rateInMinutesTwoAndThree([{ proxy, id }]);
  const transfer = await ended(proxy, id, 250);
  const spent = spentInWords(spentBy(proxy.pid));
  const share = rate / CEILING;
  const theirs = await rcloneRate(stage);
  return [
    {
      what: 'downloads a second in minutes 2 and 3, of the ceiling of 27.1',
      ours: `${(100 * share).toFixed(1)} % (${rate.toFixed(1)} a second)`,
      must: '≥ 95 %',
      holds: share >= 0.95,
      beside: `for the ${FILES} files: ${spent}`
    },
    {
      what: 'files that failed for good',
      ours: String(transfer.files.failed),
      must: '0',
      holds: transfer.files.failed === 0 && transfer.files.done === FILES,
      beside: `${transfer.files.done} of ${FILES} arrived`
    },
    {
      what: 'the same rate, beside rclone with its defaults',
      ours: `${(rate / theirs.rate).toFixed(1)} ×`,
      must: '≥ 2 ×',
      holds: rate >= 2 * theirs.rate,
      beside: `rclone ${theirs.rate.toFixed(1)} a second: its pacer allows 10 calls a second after a burst of 100, whatever the quota, and it has 4 files under way${theirs.note}`
    }
  ];
}

async function askTogether(stage: Stage): Promise<readonly Row[]> {
  const google = await stage.google();
  await addCrowd(google, 'many', FILES / SERVERS);
  await google.setKnobs(AS_GOOGLE);
  const proxies: Proxy[] = [];
  for (let n = 0; n < SERVERS; n += 1) {
    const proxy = await stage.proxy(google, { parent: MEMORY });
    await proxy.call('GET /item', { query: { path: 'My Drive/many' } }); // before the quota is short
    proxies.push(proxy);
  }
  const copies: Copy[] = [];
  for (const proxy of proxies) {
    copies.push({ proxy, id: await beginCopy(proxy, ['My Drive/many']) });
  }
  const rate = await rateInMinutesTwoAndThree(copies);
  const transfers = await Promise.all(copies.map(({ proxy, id }) => ended(proxy, id, 500)));
  const peaks = proxies.map(({ pid }) => spentBy(pid).peakBytes);
  const failed = transfers.reduce((sum, { files }) => sum + files.failed, 0);
  const share = rate / CEILING;
  return [
    {
      what: 'downloads a second of all in minutes 2 and 3, of the ceiling of 27.1',
      ours: `${(100 * share).toFixed(1)} % (${rate.toFixed(1)} a second)`,
      must: '≥ 85 %',
      holds: share >= 0.85,
      beside: `each believes that it has the whole quota, and learns otherwise from refusals; none took more than ${megabytes(Math.max(...peaks))}`
    },
    {
      what: 'files that failed for good',
      ours: String(failed),
      must: '0',
      holds: failed === 0,
      beside: `${transfers.reduce((sum, { files }) => sum + files.done, 0)} of ${FILES} arrived`
    }
  ];
}

type Copy = { readonly proxy: Proxy; readonly id: string };

async function rateInMinutesTwoAndThree(copies: readonly Copy[]): Promise<number> {
  await sleep(MINUTE_MS);
  const before = await filesDone(copies);
  await sleep(2 * MINUTE_MS);
  return ((await filesDone(copies)) - before) / 120;
}

async function filesDone(copies: readonly Copy[]): Promise<number> {
  const transfers = await Promise.all(copies.map(({ proxy, id }) => transferOf(proxy, id)));
  return transfers.reduce((sum, { files }) => sum + files.done, 0);
}

/** Files a second, its burst included, in a Drive of its own. */
async function rcloneRate(stage: Stage): Promise<{ rate: number; note: string }> {
  await stage.clear();
  const google = await stage.google();
  await addCrowd(google, 'many', RCLONE_FILES);
  await google.setKnobs(AS_GOOGLE);
  const rclone = await Rclone.create(google, stage);
  const { wallSeconds } = await rclone.copy('many', stage.folder(MEMORY));
  return { rate: RCLONE_FILES / wallSeconds, note: rclone.note };
}
