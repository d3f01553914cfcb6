/** A disk that does not answer holds up neither a person nor the end of the proxy. */
import { beforeEach, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { QUICK, type Proxy } from '../testing/proxy';
import { withProxy } from '../testing/withProxy';

const times = { ...QUICK, cancelMs: 200, stopMs: 500 };
const stage = withProxy({ proxy: null });
let proxy: Proxy;
let id: string;

beforeEach(async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'gdrive-pipe-'));
  stage.onEnd(() => rmSync(folder, { recursive: true }));
  const pipe = path.join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  await stage.emulator.addFile({ name: 'f', size: 3_000_000 });
  const hangs = path.resolve('server/testing/hangingDisk.cjs');
  proxy = await stage.start({
    config: { times },
    env: { NODE_OPTIONS: `--require ${hangs}`, GDRIVE_PIPE_WITHOUT_END: pipe }
  });
  ({ id } = await proxy.startCopy(['My Drive/f']));
  await proxy.until(id, ({ bytes }) => bytes.done > 0);
});

it('cancels within its time, and says of Retry that the disk does not answer', async () => {
  const { body } = await proxy.call('POST /transfers/:id/cancel', { id });
  expect(body).toMatchObject({ state: 'cancelled', problems: [] });
  const again = await proxy.call('POST /transfers/:id/retry', { id });
  expect([again.status, again.body]).toMatchObject([409, { code: 'conflict' }]);
  expect((await proxy.call('POST /transfers/:id/cancel', { id })).body.state).toBe('cancelled');
});

it('ends when its Jupyter server does', async () => {
  await proxy.stop(); // rejects if it stays
  expect(proxy.log.join('\n')).toContain('while something still waits');
});
