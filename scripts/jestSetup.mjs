/** Specs talk to the bundled proxy and the bundled emulator: never to old ones. */
import { spawnSync } from 'node:child_process';

export default function setup() {
  const { status } = spawnSync(process.execPath, ['scripts/bundle.mjs', 'server', 'emulator'], {
    stdio: ['ignore', 'ignore', 'inherit']
  });
  if (status !== 0) {
    throw new Error('The bundles could not be built');
  }
}
