import type { Accounts } from './accounts/accounts';
import type { Clients } from './accounts/clients';
import type { Tokens } from './accounts/tokens';
import type { ShiftedClock } from './clock';
import type { UploadFolder } from './contents/stored';
import type { Operations } from './drive/operations';
import type { PageTokens } from './drive/pageTokens';
import type { DriveStore } from './drive/store';
import type { Ids } from './ids';
import type { Random } from './random';
import type { Faults } from './traffic/faults';
import type { Holds } from './traffic/holds';
import type { Journal } from './traffic/journal';
import type { Knobs } from './traffic/knobs';
import type { Quota } from './traffic/quota';
import type { UploadSessions } from './uploads/session';

/** The parts of the small Google, as routes are handed them. */
export type Google = {
  readonly accounts: Accounts;
  readonly tokens: Tokens;
  /** Replaced as a whole by a reset. */
  store: DriveStore;
  readonly pageTokens: PageTokens;
  readonly clock: ShiftedClock;
  readonly random: Random;
  readonly ids: Ids;
  readonly knobs: Knobs;
  readonly quota: Quota;
  readonly faults: Faults;
  readonly holds: Holds;
  readonly journal: Journal;
  readonly clients: Clients;
  readonly operations: Operations;
  readonly uploads: UploadSessions;
  readonly uploadFolder: UploadFolder;
  /** Ids that generateIds gave out and that are not used yet. */
  readonly reserved: Set<string>;
};
