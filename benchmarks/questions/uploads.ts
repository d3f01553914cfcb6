/** 500 small files up: Drive takes three writes a second of an account, and a burst of 40. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ended } from '../copying';
import { spentInWords } from '../costs';
import { nameOf, SMALL_BYTES } from '../crowd';
import { spentBy } from '../processes';
import type { IQuestion, Row } from '../question';
import { MEMORY, type Stage } from '../stage';
import { seconds } from '../statistics';

const FILES = 500;
const WRITES = { writesPerSecond: 3, writeBurst: 40 };
const AS_GOOGLE = { latencyScale: 1, unitsPerMinute: 325_000, ...WRITES };
/** The limiter's own time for this many writes: it can't be done sooner. */
const LEAST_SECONDS = (FILES - WRITES.writeBurst) / WRITES.writesPerSecond;
const ALLOWANCE = 1.1;

export const uploads: IQuestion = {
  name: 'uploads',
  mostRuns: 1,
  title: '500 files of 20 kB up, latency and write limiter as modelled (scale 1)',
  ask
};

async function ask(stage: Stage): Promise<readonly Row[]> {
  const google = await stage.google();
  const folder = await google.addFolder('up');
  await google.setKnobs(AS_GOOGLE);
  const proxy = await stage.proxy(google, { parent: MEMORY, config: { allowUploads: true } });
  const local = path.join(proxy.home.workspace, 'local');
  mkdirSync(local);
  const paths = Array.from({ length: FILES }, (_, n) => `local/${nameOf(n)}`);
  for (const each of paths) {
    writeFileSync(path.join(proxy.home.workspace, each), randomBytes(SMALL_BYTES));
  }
  const start = performance.now();
  const { body } = await proxy.call('POST /uploads', {
    body: { paths, folder: { id: folder.id, path: 'My Drive/up' } }
  });
  const transfer = await ended(proxy, body.id, 250);
  const took = (performance.now() - start) / 1000;
  const spent = spentInWords(spentBy(proxy.pid));
  const inDrive = (await google.snapshot()).filter(({ parents }) => parents.includes(folder.id));
  const names = new Set(inDrive.map(({ name }) => name));
  return [
    {
      what: `time; the limiter alone takes ${seconds(LEAST_SECONDS)}`,
      ours: `${seconds(took)}, ended ${transfer.state}`,
      must: `≤ ${seconds(LEAST_SECONDS * ALLOWANCE)}`,
      holds: transfer.state === 'done' && took <= LEAST_SECONDS * ALLOWANCE,
      beside: transfer.problems[0]?.message ?? spent
    },
    {
      what: 'files in Drive afterwards, and names among them',
      ours: `${inDrive.length}, ${names.size}`,
      must: `${FILES}, ${FILES}`,
      holds: inDrive.length === FILES && names.size === FILES,
      beside: ''
    }
  ];
}
