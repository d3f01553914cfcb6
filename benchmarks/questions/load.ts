/** 10,000 files under way: does a person still get answers, and does memory stay? */
import { residentBytesOf } from '../processes';
import { beginCopy, until } from '../copying';
import { addCrowd } from '../crowd';
import type { Proxy } from '../../server/testing/proxy';
import type { IQuestion, Row } from '../question';
import { MEMORY, type Stage } from '../stage';
import { megabytes, milliseconds, percentile, ratio } from '../statistics';

const FILES = 10_000;
const EARLY = 1_000;
const MOST_BYTES = 150e6;
const MOST_GROWTH_BYTES = 20e6;
const LOOKS = 60;
const AS_GOOGLE = { latencyScale: 1, unitsPerMinute: 325_000 };
const FOLDERS_TO_OPEN = ['opened-a', 'opened-b', 'opened-c'];

export const memory: IQuestion = {
  name: 'memory',
  mostRuns: 1,
  title: '10,000 files of 20 kB in one copy, no latency, in memory (tmpfs)',
  ask: askMemory
};

export const fairness: IQuestion = {
  name: 'fairness',
  mostRuns: 1,
  title: 'Opening a folder while 10,000 files copy, latency and quota as modelled (scale 1)',
  ask: askFairness
};

async function askMemory(stage: Stage): Promise<readonly Row[]> {
  const google = await stage.google();
  await addCrowd(google, 'many', FILES);
  const proxy = await stage.proxy(google, { parent: MEMORY, config: { unitsPerMinute: 1e9 } });
  const id = await beginCopy(proxy, ['My Drive/many']);
  await until(proxy, id, ({ files }) => files.done >= EARLY);
  const early = residentBytesOf(proxy.pid);
  await until(proxy, id, ({ files }) => files.done >= FILES);
  const late = residentBytesOf(proxy.pid);
  return [
    {
      what: 'memory of the proxy at file 10,000',
      ours: megabytes(late),
      must: '≤ 150 MB',
      holds: late <= MOST_BYTES,
      beside: ''
    },
    {
      what: 'beyond that at file 1,000',
      ours: megabytes(late - early),
      must: '≤ 20 MB',
      holds: late - early <= MOST_GROWTH_BYTES,
      beside: `at file 1,000 ${megabytes(early)}`
    }
  ];
}

async function askFairness(stage: Stage): Promise<readonly Row[]> {
  const google = await stage.google();
  await addCrowd(google, 'many', FILES);
  for (const name of FOLDERS_TO_OPEN) {
    await addCrowd(google, name, 20);
  }
  await google.setKnobs(AS_GOOGLE);
  const proxy = await stage.proxy(google, { parent: MEMORY });
  const idle = percentile(await openFolders(proxy), 0.95);
  const id = await beginCopy(proxy, ['My Drive/many']);
  await until(proxy, id, ({ state }) => state === 'running');
  const busy = percentile(await openFolders(proxy), 0.95);
  await proxy.call('POST /transfers/:id/cancel', { id });
  return [
    {
      what: `95th percentile of ${LOOKS} openings, beside the same without a copy`,
      ours: `${ratio(busy / idle)} × (${milliseconds(busy)})`,
      must: '≤ 2 ×',
      holds: busy <= 2 * idle,
      beside: `idle ${milliseconds(idle)}`
    }
  ];
}

/** Milliseconds that each opening took; Drive is asked every time. */
async function openFolders(proxy: Proxy): Promise<readonly number[]> {
  const times: number[] = [];
  for (let n = 0; n < LOOKS; n += 1) {
    const path = `My Drive/${FOLDERS_TO_OPEN[n % FOLDERS_TO_OPEN.length] ?? ''}`;
    const start = performance.now();
    const { status } = await proxy.call('GET /folder', { query: { path, fresh: '1' } });
    times.push(performance.now() - start);
    if (status !== 200) {
      throw new Error(`The folder ${path} was answered with ${status}.`);
    }
  }
  return times;
}
