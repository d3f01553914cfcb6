/** Waits for the moment of a step; where it does not come, the step is done anyway. */
import { watch } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Match } from '../../emulator/client';
import type { Moment } from '../plan/steps';
import type { Watcher } from './watcher';
import type { World } from './world';

/** Nothing more happens by then. */
const PATIENCE_MS = 1_200;
const LOOK_MS = 20;
/** Looks in a row that find nothing under way. */
const QUIET_LOOKS = 5;

export type Reached = {
  readonly came: boolean;
  /** The item of Drive that the held request is about; null where none is. */
  readonly item: string | null;
  readonly release: () => Promise<void>;
};

type Requested = { readonly phase: 'arrival' | 'answer'; readonly match: Match };

const MEDIA: Match = { query: 'alt=media' };
const UPLOADS: Match = { path: '/upload/' };

export async function reach(moment: Moment, world: World, watcher: Watcher): Promise<Reached> {
  switch (moment) {
    case 'at once':
      return { came: true, item: null, release: nothing };
    case 'any request':
      return reachRequest({ phase: 'arrival', match: {} }, world, watcher);
    case 'a download':
      return reachRequest({ phase: 'arrival', match: MEDIA }, world, watcher);
    case 'an upload':
      return reachRequest({ phase: 'arrival', match: UPLOADS }, world, watcher);
    case 'any answer':
      return reachRequest({ phase: 'answer', match: {} }, world, watcher);
    case 'an answered upload':
      return reachRequest({ phase: 'answer', match: UPLOADS }, world, watcher);
    case 'a change on the disk':
      return reachChange(world, watcher);
    case 'a question':
      return {
        came: await patience(watcher, () => watcher.asking.length > 0),
        item: null,
        release: nothing
      };
  }
}

async function reachRequest(
  { phase, match }: Requested,
  world: World,
  watcher: Watcher
): Promise<Reached> {
  const hold = await world.emulator.holdAt({ phase, match: { ...match, nth: 1 } });
  const reached = new AbortController();
  void hold.held().then(
    () => reached.abort(),
    () => undefined // the emulator ended first
  );
  const came = await patience(watcher, () => reached.signal.aborted);
  if (!came) {
    await hold.release();
    return { came, item: null, release: nothing };
  }
  const requests = await world.emulator.requests();
  const item = /\/files\/([A-Za-z0-9_-]{8,})/.exec(requests.at(-1)?.path ?? '')?.[1] ?? null;
  return { came, item, release: () => hold.release() };
}

async function reachChange(world: World, watcher: Watcher): Promise<Reached> {
  const over = new AbortController();
  const changes = watch(world.workspace, { recursive: true, signal: over.signal });
  let came = false;
  const seen = changes[Symbol.asyncIterator]()
    .next()
    .then(
      () => (came = true),
      () => undefined // over
    );
  await Promise.race([seen, patience(watcher, () => came)]);
  over.abort();
  return { came, item: null, release: nothing };
}

/** True as soon as it came; false when nothing is under way any more. */
async function patience(watcher: Watcher, came: () => boolean): Promise<boolean> {
  const end = performance.now() + PATIENCE_MS;
  let quiet = 0;
  while (!came() && performance.now() < end && quiet < QUIET_LOOKS) {
    await sleep(LOOK_MS);
    watcher.assertWell();
    quiet = watcher.isBusy ? 0 : quiet + 1;
  }
  return came();
}

const nothing = (): Promise<void> => Promise.resolve();
