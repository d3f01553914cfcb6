import { randomBytes } from 'node:crypto';

import { Accounts } from './accounts/accounts';
import { Tokens } from './accounts/tokens';
import { ShiftedClock } from './clock';
import { PageTokens } from './drive/pageTokens';
import { DriveStore } from './drive/store';
import type { Google } from './google';
import { Dispatcher } from './http/dispatch';
import type { IApiRoute, IOpenRoute } from './http/routes';
import { Ids } from './ids';
import { Random } from './random';
import { aboutRoutes } from './routes/about';
import { driveRoutes } from './routes/drives';
import { fileListRoutes } from './routes/fileList';
import { fileReadRoutes } from './routes/fileReads';
import { tokenRoutes } from './routes/token';
import { Faults } from './traffic/faults';
import { Holds } from './traffic/holds';
import { Journal } from './traffic/journal';
import type { Knobs } from './traffic/knobs';
import { DEFAULT_KNOBS } from './traffic/knobs';
import { Quota } from './traffic/quota';

/** Makes an empty Google; nothing listens yet. */
export function buildGoogle(randomSeed: number, settings: Partial<Knobs>): Google {
  const clock = new ShiftedClock();
  const random = new Random(randomSeed);
  const ids = new Ids(new Random(randomSeed + 1));
  const knobs = { ...DEFAULT_KNOBS, ...settings };
  return {
    accounts: new Accounts(),
    tokens: new Tokens(new Random(randomBytes(4).readUInt32LE()), clock, knobs),
    store: new DriveStore(clock, ids),
    pageTokens: new PageTokens(clock, knobs, randomBytes(16).toString('hex')),
    clock,
    random,
    ids,
    knobs,
    quota: new Quota(knobs, clock),
    faults: new Faults(),
    holds: new Holds(),
    journal: new Journal()
  };
}

/** Everything Google answers. */
export function buildDispatcher(google: Google): Dispatcher {
  const api: IApiRoute[] = [
    ...aboutRoutes(google),
    ...fileListRoutes(google),
    ...fileReadRoutes(google),
    ...driveRoutes(google)
  ];
  const open: IOpenRoute[] = [...tokenRoutes(google, () => undefined)];
  return new Dispatcher(google, { api, open });
}
