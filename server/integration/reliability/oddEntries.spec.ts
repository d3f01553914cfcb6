/** One odd entry in the workspace is that entry's trouble: it says so, and everything else is copied. */
import { beforeEach, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import type { Transfer } from '../../../protocol';
import { createHome } from '../../testing/proxy';
import { withProxy } from '../../testing/withProxy';

/** Root may read everything. */
const stage = withProxy({
  proxy: () => {
    const home = createHome();
    execFileSync('chown', ['-R', 'nobody', home.folder]);
    return Promise.resolve({ home, user: 'nobody' });
  }
});

/** Stands where Drive has the folder `sub`, or the file `b.csv`, of 8 bytes. */
const ODD: readonly (readonly [string, string, () => void])[] = [
  ['a file in place of a folder', 'sub', () => writeFileSync(stage.at('top', 'sub'), 'own')],
  ['a pipe in place of a folder', 'sub', () => pipe(stage.at('top', 'sub'))],
  ['a link that leads in a circle', 'sub', () => symlinkSync('sub', stage.at('top', 'sub'))],
  [
    'a folder that may not be read',
    'sub',
    () => {
      mkdirSync(stage.at('top', 'sub'));
      chmodSync(stage.at('top', 'sub'), 0);
    }
  ],
  [
    'a file of the same size that may not be read',
    'b.csv',
    () => {
      writeFileSync(stage.at('top', 'b.csv'), '12345678');
      chmodSync(stage.at('top', 'b.csv'), 0);
    }
  ]
];

function pipe(at: string): void {
  execFileSync('mkfifo', [at]);
}

beforeEach(async () => {
  const { id } = await stage.emulator.addFolder('top');
  const sub = await stage.emulator.addFolder('sub', { parents: [id] });
  await stage.emulator.addFile({ name: 'a.csv', parents: [id], content: 'a of Drive' });
  await stage.emulator.addFile({ name: 'b.csv', parents: [id], content: 'b, Drive' });
  await stage.emulator.addFile({ name: 'c.csv', parents: [sub.id], content: 'c of Drive' });
  mkdirSync(stage.at('top'));
  chmodSync(stage.at('top'), 0o777);
});

/** To the end, whatever is asked. */
async function copied(): Promise<Transfer> {
  const { id } = await stage.proxy.startCopy(['My Drive/top'], '', { conflicts: 'replace' });
  return stage.proxy.ended(id);
}

describe('a copy into a folder with an odd entry', () => {
  it.each(ODD)('%s: fails for what it stands in the way of', async (_what, name, make) => {
    make();
    const end = await copied();
    expect([end.state, end.files.failed, end.files.done]).toEqual(['failed', 1, 2]);
    const [problem, ...more] = end.problems;
    expect(more).toEqual([]);
    expect(problem?.code).not.toBe('internal');
    expect(problem?.message).toContain(name);
    expect(problem?.retryable).toBe(true);
    rmSync(stage.at('top', name), { recursive: true });
    await stage.proxy.call('POST /transfers/:id/retry', { id: end.id });
    const again = await stage.proxy.ended(end.id);
    expect([again.state, again.files.done, again.problems]).toEqual(['done', 3, []]);
    expect(stage.text('top', 'sub', 'c.csv')).toBe('c of Drive');
  });
});

it('a long name that an ended process was trying is no obstacle, and nothing of it stays', async () => {
  const name = `${'a-very-long-name-'.repeat(8)}.csv`;
  writeFileSync(stage.at(`.~${name.slice(2)}`), '');
  await stage.emulator.addFile({ name, content: 'of Drive' });
  const { state, problems } = await stage.proxy.copy([`My Drive/${name}`]);
  expect([state, problems]).toEqual(['done', []]);
  expect(stage.tree().sort()).toEqual([name, 'top/'].sort());
});
