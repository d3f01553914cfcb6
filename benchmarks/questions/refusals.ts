/** Drive says "too fast" twice for every file: who is done first? */
import { timeOurs } from '../copying';
import { spentInWords } from '../costs';
import { addCrowd } from '../crowd';
import type { IQuestion, Row } from '../question';
import { Rclone } from '../rclone';
import { MEMORY, type Google, type Stage } from '../stage';
import { ratio, seconds } from '../statistics';

const FILES = 10;
const REFUSALS = 2;

export const refusals: IQuestion = {
  name: 'refusals',
  mostRuns: 1,
  title: '10 files, each answered twice with 403 userRateLimitExceeded first',
  ask
};

async function ask(stage: Stage): Promise<readonly Row[]> {
  const google = await stage.google();
  const files = await addCrowd(google, 'refused', FILES);
  const ids = files.map(({ id }) => id);
  const rclone = await Rclone.create(google, stage);
  await refuse(google, ids);
  const theirs = await rclone.copy('refused', stage.folder(MEMORY));
  await refuse(google, ids);
  const proxy = await stage.proxy(google, { parent: MEMORY });
  const ours = await timeOurs(proxy, ['My Drive/refused']);
  const share = ours.wallSeconds / theirs.wallSeconds;
  return [
    {
      what: 'time, beside rclone',
      ours: `${ratio(share)} × (${seconds(ours.wallSeconds)})`,
      must: '≤ 0.25 ×',
      holds: share <= 0.25,
      beside: `rclone ${seconds(theirs.wallSeconds)}: every refusal doubles the wait of all its calls${rclone.note}; ours: ${spentInWords(ours)}`
    }
  ];
}

async function refuse(google: Google, ids: readonly string[]): Promise<void> {
  await google.clearFaults();
  for (const id of ids) {
    await google.addFault({
      match: { path: id, query: 'alt=media', times: REFUSALS },
      do: { status: 403, reason: 'userRateLimitExceeded' }
    });
  }
}
