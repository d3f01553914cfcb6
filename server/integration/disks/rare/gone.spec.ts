/** The disk of the workspace goes in the middle of a copy: it is told in words, and the copy goes on later. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { Transfer } from '../../../../protocol';
import type { Bench } from '../../../testing/disks/bench';
import { breakExt4, EXT4, repairExt4 } from '../../../testing/disks/imageDisks';
import { bindfs } from '../../../testing/disks/plainDisks';
import {
  addTree,
  fileIn,
  hasPaused,
  sumsIn,
  sumsOf,
  type Tree
} from '../../../testing/disks/sides';
import { withDisk } from '../../../testing/disks/withDisk';
import type { Stage } from '../../../testing/withProxy';
import { expectNothingLeft } from '../disk.contract';

const LARGE = 'inner/large.bin';

/** Starts a copy, and takes the disk away while its large file is under way. */
async function copyWhile(
  stage: Stage,
  tree: Tree,
  takeAway: () => void | Promise<void>
): Promise<Transfer> {
  const match = { path: fileIn(tree, LARGE).id, query: 'alt=media' };
  await stage.emulator.addFault({
    match: { ...match, times: 1 },
    do: { cutAfterBytes: 2_500_000 }
  });
  const hold = await stage.emulator.holdAt({ match: { ...match, nth: 2 } });
  const { id } = await stage.proxy.startCopy(['My Drive/tree']);
  await hold.held();
  await takeAway();
  await hold.release();
  return stage.proxy.until(id, hasPaused);
}

async function retry(stage: Stage, { id }: Transfer): Promise<Transfer> {
  await stage.proxy.call('POST /transfers/:id/retry', { id });
  return stage.proxy.until(id, hasPaused);
}

/** Of each file that was under way, or came after it; and trying again is offered. */
function expectFailure({ state, problems }: Transfer, code: string, words: RegExp): void {
  expect([state, problems.map(({ item }) => item)]).toEqual([
    'failed',
    expect.arrayContaining(['large.bin'])
  ]);
  for (const problem of problems) {
    expect(problem).toMatchObject({ code, retryable: true });
    expect(problem.message).toMatch(words);
    expect(problem.message).toContain(problem.item);
  }
}

describe('a disk whose daemon is killed', () => {
  let bench: Bench;
  let daemon: ChildProcess;
  const mount = async (): Promise<void> => {
    daemon = await bindfs(bench);
  };
  const stage = withDisk({
    name: 'bindfs',
    mount: on => {
      bench = on;
      return mount();
    }
  });
  afterEach(() => expectNothingLeft(stage));

  it('fails with the disk’s name for it, and Retry completes the copy when it is back', async () => {
    const tree = await addTree(stage, 'tree');
    const failed = await copyWhile(stage, tree, async () => {
      const ended = once(daemon, 'exit');
      daemon.kill('SIGKILL');
      await ended;
    });
    expectFailure(failed, 'diskFailed', /does not answer/);
    bench.run(['umount', bench.mountPoint]);
    await mount();
    expect((await retry(stage, failed)).state).toBe('done');
    expect(sumsIn(stage.at('tree'))).toEqual(sumsOf(tree));
  });
});

describe('a disk that turns read-only', () => {
  let bench: Bench;
  const mount = (on: Bench): Promise<unknown> => {
    bench = on;
    return EXT4.mount(on);
  };
  const stage = withDisk({ name: 'ext4', mount });
  afterEach(() => expectNothingLeft(stage));

  it('fails with words of its own, and Retry completes the copy when it is mended', async () => {
    const tree = await addTree(stage, 'tree');
    const failed = await copyWhile(stage, tree, () => breakExt4(bench));
    expectFailure(failed, 'workspaceDenied', /read-only/);
    repairExt4(bench);
    expect((await retry(stage, failed)).state).toBe('done');
    expect(sumsIn(stage.at('tree'))).toEqual(sumsOf(tree));
  });
});
