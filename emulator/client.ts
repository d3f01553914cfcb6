import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { isRecord } from './json';
import { EmulatorProcess } from './steering';
import type { Knobs } from './traffic/knobs';

export { EmulatorProcess } from './steering';
export type { AddedItem, IHold, ItemOptions, SnapshotItem } from './steering';
export type { ServiceAccountKey } from './accounts/accounts';
export type { FaultAction } from './traffic/faults';
export type { JournalEntry } from './traffic/journal';
export type { Knobs } from './traffic/knobs';
export type { Match } from './traffic/matching';

type StartOptions = {
  /** `empty` (the default), `sample`, or a number of files. */
  seed?: string | number;
  /** Also behind TLS as Google's hosts, with a CONNECT proxy that leads there. */
  tls?: boolean;
  /** Where Google's hosts listen with `tls`; any free port by default. */
  tlsPort?: number;
  randomSeed?: number;
  knobs?: Partial<Knobs>;
  stateFolder?: string;
  port?: number;
  /** The bundle; by default `build/emulator.cjs` of this checkout. */
  bundle?: string;
  /** Drop what it says on stderr, where its failure to start is expected. */
  quiet?: boolean;
};

/** Starts an emulator in its own process; it ends with `stop`, or when this process ends. */
export async function startEmulator(options: StartOptions = {}): Promise<EmulatorProcess> {
  const bundle = options.bundle ?? join(process.cwd(), 'build', 'emulator.cjs');
  if (!existsSync(bundle)) {
    throw new Error(`There is no ${bundle}: run \`node scripts/bundle.mjs emulator\` first.`);
  }
  const child = spawn(process.execPath, [bundle, ...argumentsFor(options)], {
    stdio: ['pipe', 'pipe', options.quiet === true ? 'ignore' : 'inherit']
  });
  const lines = createInterface({ input: child.stdout });
  const first = await Promise.race([
    once(lines, 'line'),
    once(child, 'exit').then(([code]) => {
      throw new Error(`The emulator ended with ${String(code)} before it was ready.`);
    })
  ]);
  const ready: unknown = JSON.parse(String(first[0]));
  if (!isRecord(ready)) {
    throw new Error('The emulator did not say where it is.');
  }
  return new EmulatorProcess(ready, async () => {
    if (child.exitCode === null && child.signalCode === null) {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    }
    lines.close();
  });
}

function argumentsFor(options: StartOptions): string[] {
  const { seed, tls, tlsPort = 0, randomSeed, knobs, stateFolder, port } = options;
  return [
    '--die-with-stdin',
    ...(seed === undefined ? [] : ['--seed', String(seed)]),
    ...(tls === true ? ['--tls-port', String(tlsPort), '--connect-port', '0'] : []),
    ...(randomSeed === undefined ? [] : ['--random-seed', String(randomSeed)]),
    ...(stateFolder === undefined ? [] : ['--state', stateFolder]),
    ...(port === undefined ? [] : ['--port', String(port)]),
    ...Object.entries(knobs ?? {}).flatMap(([name, value]) => ['--knob', `${name}=${value}`])
  ];
}
