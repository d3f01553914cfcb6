/** The proxy itself: how large it is, how soon it answers, what it holds while nobody asks. */
import { statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { residentBytesOf } from '../processes';
import type { IQuestion, Row } from '../question';
import type { Stage } from '../stage';
import { startProxy } from '../../server/testing/proxy';
import { megabytes, median, milliseconds } from '../statistics';

const BUNDLE = 'jupyterlab_gdrive/server.cjs';
const MOST_BUNDLE_BYTES = 1.2e6;
const MOST_START_MS = 400;
const MOST_IDLE_BYTES = 90e6;
const IDLE_MS = 3_000;

export const proxyItself: IQuestion = { name: 'proxy', title: 'The proxy itself', ask };

async function ask(stage: Stage): Promise<readonly Row[]> {
  const google = await stage.google();
  const starts: number[] = [];
  const idles: number[] = [];
  for (let run = 0; run < stage.runs; run += 1) {
    const start = performance.now();
    const proxy = await startProxy(google);
    await proxy.call('GET /transfers');
    starts.push(performance.now() - start);
    await sleep(IDLE_MS);
    idles.push(residentBytesOf(proxy.pid));
    await proxy.dispose();
  }
  const { size } = statSync(BUNDLE);
  const [start, idle] = [median(starts), median(idles)];
  return [
    {
      what: 'size of its one file',
      ours: `${(size / 1e6).toFixed(2)} MB`,
      must: '≤ 1.2 MB',
      holds: size <= MOST_BUNDLE_BYTES,
      beside: ''
    },
    {
      what: 'from its start to its first answer',
      ours: milliseconds(start),
      must: '≤ 400 ms',
      holds: start <= MOST_START_MS,
      beside: 'an absolute time: it depends on what else the machine does'
    },
    {
      what: 'memory while nobody asks',
      ours: megabytes(idle),
      must: '≤ 90 MB',
      holds: idle <= MOST_IDLE_BYTES,
      beside: 'the part that Node alone takes is about 45 MB'
    }
  ];
}
