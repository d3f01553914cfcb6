/** One file of 1 GiB: against the least that fetches, keeps and hashes it. */
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { timeOurs } from '../copying';
import { runCommand, type Cost } from '../processes';
import type { IQuestion, Row } from '../question';
import { Rclone } from '../rclone';
import { accessToken, mediaUrl, type Google, type Stage } from '../stage';
import { MEBI, megabytes, median, ratio, seconds } from '../statistics';

const SIZE = 1024 * MEBI;
const MOST_BYTES = 150e6;

export const largeFile: IQuestion = {
  name: 'large-file',
  title: 'One file of 1 GiB',
  minutes: 1,
  ask
};

async function ask(stage: Stage): Promise<readonly Row[]> {
  const google = await stage.google();
  const { id } = await google.addFile({ name: 'large.bin', size: SIZE });
  const token = await accessToken(google);
  const rclone = await Rclone.create(google, stage);
  const folder = stage.folder();
  const ours: Cost[] = [];
  const floors: Cost[] = [];
  const rclones: Cost[] = [];
  for (let run = 0; run < stage.runs; run += 1) {
    floors.push(await fetchAndHash(google, id, token, path.join(folder, 'curl.bin')));
    const proxy = await stage.proxy(google);
    ours.push(await timeOurs(proxy, ['My Drive/large.bin']));
    await proxy.dispose();
    rclones.push(await rclone.copy('', path.join(folder, 'rclone'), ['--include', 'large.bin']));
    await rm(path.join(folder, 'rclone'), { recursive: true });
  }
  return toRows(ours, floors, rclones, rclone.note);
}

/** curl | tee | md5sum, then the file on disk: the least anybody who verifies can do. */
async function fetchAndHash(
  google: Google,
  id: string,
  token: string,
  file: string
): Promise<Cost> {
  const script =
    'set -o pipefail; curl -sS --fail --cacert "$1" -H "Authorization: Bearer $2" "$3" | tee "$4" | md5sum; sync "$4"';
  const url = mediaUrl(google, id);
  const cost = await runCommand(['bash', '-c', script, 'floor', google.caFile, token, url, file]);
  await rm(file);
  return cost;
}

function toRows(
  ours: readonly Cost[],
  floors: readonly Cost[],
  rclones: readonly Cost[],
  note: string
): readonly Row[] {
  const wall = (costs: readonly Cost[]): number => median(costs.map(cost => cost.wallSeconds));
  const cpu = (costs: readonly Cost[]): string =>
    seconds(median(costs.map(cost => cost.cpuSeconds)));
  const pairs = (others: readonly Cost[]): number =>
    median(ours.map((cost, run) => cost.wallSeconds / (others[run]?.wallSeconds ?? Number.NaN)));
  const peak = Math.max(...ours.map(cost => cost.peakBytes));
  const [toFloor, toRclone] = [pairs(floors), pairs(rclones)];
  return [
    {
      what: 'time, beside `curl | tee FILE | md5sum` (both fsync)',
      ours: `${ratio(toFloor)} × (${seconds(wall(ours))}, CPU ${cpu(ours)})`,
      must: '≤ 1.00 ×',
      holds: toFloor <= 1,
      beside: `floor ${seconds(wall(floors))}, CPU ${cpu(floors)}`
    },
    {
      what: 'time, beside rclone (which verifies, but does not fsync)',
      ours: `${ratio(toRclone)} ×`,
      must: '≤ 0.95 ×',
      holds: toRclone <= 0.95,
      beside: `rclone ${seconds(wall(rclones))}, CPU ${cpu(rclones)}${note}`
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
