/** One file of 1 GiB: against the least that fetches, keeps and hashes it. */
import { accessToken } from '../../emulator/testing/accessToken';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { timeOurs } from '../copying';
import { inWords, medianRatio } from '../costs';
import { runCommand, type Cost } from '../processes';
import type { IQuestion, Row } from '../question';
import { Rclone } from '../rclone';
import { mediaUrl, type Google, type Stage } from '../stage';
import { MEBI, megabytes, ratio } from '../statistics';

const SIZE = 1024 * MEBI;
const MOST_BYTES = 150e6;

export const largeFile: IQuestion = {
  name: 'large-file',
  title: 'One file of 1 GiB',
  ask
};

type Costs = Readonly<Record<'ours' | 'floor' | 'rclone' | 'rcloneSynced', Cost[]>>;

async function ask(stage: Stage): Promise<readonly Row[]> {
  const google = await stage.google();
  const { id } = await google.addFile({ name: 'large.bin', size: SIZE });
  const token = await accessToken(google);
  const rclone = await Rclone.create(google, stage);
  const folder = stage.folder();
  const target = path.join(folder, 'rclone');
  const costs: Costs = { ours: [], floor: [], rclone: [], rcloneSynced: [] };
  for (let run = 0; run < stage.runs; run += 1) {
    costs.floor.push(await fetchAndHash(google, id, token, path.join(folder, 'curl.bin')));
    const proxy = await stage.proxy(google);
    costs.ours.push(await timeOurs(proxy, ['My Drive/large.bin']));
    await proxy.dispose();
    costs.rcloneSynced.push(await rclone.copyAndSync('', target, ['--include', 'large.bin']));
    await rm(target, { recursive: true });
    costs.rclone.push(await rclone.copy('', target, ['--include', 'large.bin']));
    await rm(target, { recursive: true });
  }
  return toRows(costs, rclone.note);
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

function toRows({ ours, floor, rclone, rcloneSynced }: Costs, note: string): readonly Row[] {
  const peak = Math.max(...ours.map(cost => cost.peakBytes));
  const toFloor = medianRatio(ours, floor);
  const toRclone = medianRatio(ours, rcloneSynced);
  return [
    {
      what: 'time, beside `curl | tee FILE | md5sum` (both fsync)',
      ours: `${ratio(toFloor)} × (${inWords(ours)})`,
      must: '≤ 1.00 ×',
      holds: toFloor <= 1,
      beside: `floor ${inWords(floor)}`
    },
    {
      what: 'time, beside rclone, which verifies too, and `sync` (both fsync)',
      ours: `${ratio(toRclone)} ×`,
      must: '≤ 0.95 ×',
      holds: toRclone <= 0.95,
      beside: `rclone and sync ${inWords(rcloneSynced)}${note}; rclone without: ${inWords(rclone)}, beside which ours is ${ratio(medianRatio(ours, rclone))} ×; rclone fetches four ranges at once, ours one, as every request costs quota units with Google`
    },
    {
      what: 'peak memory of the proxy',
      ours: megabytes(peak),
      must: '≤ 150 MB',
      holds: peak <= MOST_BYTES,
      beside: `rclone ${megabytes(Math.max(...rclone.map(cost => cost.peakBytes)))}`
    }
  ];
}
