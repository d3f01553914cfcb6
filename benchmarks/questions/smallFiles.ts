/** 2,000 files of 20 kB: what each file costs the processor, and how well the wire is kept busy. */
import { accessToken } from '../../emulator/testing/accessToken';
import { timeBareLoop } from '../bareLoop';
import { timeOurs } from '../copying';
import { inWords, medianCpu, medianRatio } from '../costs';
import { addCrowd } from '../crowd';
import { curlAll } from '../curl';
import type { Cost } from '../processes';
import type { IQuestion, Row } from '../question';
import { PACER_OPENED, Rclone } from '../rclone';
import { MEMORY, type Google, type Stage } from '../stage';
import { megabytes, ratio } from '../statistics';

const FILES = 2_000;
const FOLDER = 'small';
const LATENCY_MS = 80;
/** These rows are about the client: Drive's quota is taken away. */
const NO_QUOTA = { unitsPerMinute: 1e9 };
const SIXTEEN = { ...NO_QUOTA, maxConnections: 16, startConnections: 16 };
const MOST_BYTES = 150e6;

export const smallFiles: IQuestion = {
  name: 'small-files',
  title: '2,000 files of 20 kB, no latency, in memory (tmpfs)',
  ask: askWithoutLatency
};

export const distantFiles: IQuestion = {
  name: 'distant-files',
  title: `2,000 files of 20 kB, ${LATENCY_MS} ms a request, in memory (tmpfs)`,
  ask: askWithLatency
};

async function askWithoutLatency(stage: Stage): Promise<readonly Row[]> {
  const google = await stage.google();
  const files = await addCrowd(google, FOLDER, FILES);
  const token = await accessToken(google);
  const rclone = await Rclone.create(google, stage);
  const costs: Record<'ours' | 'curl' | 'loop' | 'rclone', Cost[]> = {
    ours: [],
    curl: [],
    loop: [],
    rclone: []
  };
  for (let run = 0; run < stage.runs; run += 1) {
    costs.curl.push(await curlAll(google, token, files, stage.folder(MEMORY)));
    costs.ours.push(await copyFresh(google, stage, SIXTEEN));
    costs.loop.push(await timeBareLoop(google, token, files, stage.folder(MEMORY)));
    costs.rclone.push(await rclone.copy(FOLDER, stage.folder(MEMORY), PACER_OPENED));
  }
  const toCurl = medianRatio(costs.ours, costs.curl);
  const toLoop = medianCpu(costs.ours) / medianCpu(costs.loop);
  const peak = Math.max(...costs.ours.map(cost => cost.peakBytes));
  return [
    {
      what: 'time, beside `curl -Z --parallel-max 16` (all with 16 connections)',
      ours: `${ratio(toCurl)} × (${inWords(costs.ours)})`,
      must: '≤ 8 ×',
      holds: toCurl <= 8,
      beside: `curl ${inWords(costs.curl)}; rclone, pacer opened, ${inWords(costs.rclone)}${rclone.note}`
    },
    {
      what: 'processor, beside a bare `node:https` loop',
      ours: `${ratio(toLoop)} ×`,
      must: '≤ 2 ×',
      holds: toLoop <= 2,
      beside: `loop ${inWords(costs.loop)}; ours also lists, verifies, fsyncs, renames, keeps journal and ledger`
    },
    {
      what: 'peak memory of the proxy',
      ours: megabytes(peak),
      must: '≤ 150 MB',
      holds: peak <= MOST_BYTES,
      beside: ''
    }
  ];
}

async function askWithLatency(stage: Stage): Promise<readonly Row[]> {
  const google = await stage.google();
  const files = await addCrowd(google, FOLDER, FILES);
  const token = await accessToken(google);
  const ours: Cost[] = [];
  const adaptive: Cost[] = [];
  const curl: Cost[] = [];
  for (let run = 0; run < stage.runs; run += 1) {
    await google.setKnobs({ fixedLatencyMs: LATENCY_MS });
    curl.push(await curlAll(google, token, files, stage.folder(MEMORY)));
    ours.push(await copyFresh(google, stage, SIXTEEN));
    adaptive.push(await copyFresh(google, stage, NO_QUOTA));
  }
  const toCurl = medianRatio(ours, curl);
  return [
    {
      what: '16 connections, beside `curl -Z --parallel-max 16`; our listing included',
      ours: `${ratio(toCurl)} × (${inWords(ours)})`,
      must: '≤ 1.05 ×',
      holds: toCurl <= 1.05,
      beside: `curl ${inWords(curl)}; what is beyond it is the plan, two pages of a list one after the other, and the disk after the last byte`
    },
    {
      what: 'as it ships: 16 connections at first, up to 32',
      ours: `${ratio(medianRatio(adaptive, curl))} × (${inWords(adaptive)})`,
      must: '',
      holds: null,
      beside: 'the quota is taken away, or it would bind'
    }
  ];
}

async function copyFresh(google: Google, stage: Stage, config: object): Promise<Cost> {
  const proxy = await stage.proxy(google, { parent: MEMORY, config: { ...config } });
  const cost = await timeOurs(proxy, [`My Drive/${FOLDER}`]);
  await proxy.dispose();
  return cost;
}
