import { ShiftedClock } from '../clock';
import type { Viewer } from '../drive/access';
import { DriveStore } from '../drive/store';
import { Ids } from '../ids';
import { Random } from '../random';

/** An empty Drive, for specs of what is pure. */
export function emptyStore(): DriveStore {
  return new DriveStore(new ShiftedClock(), new Ids(new Random(1)));
}

/** A person with the scope `drive`, seen through one client. */
export function viewerOf(email: string, more: Partial<Viewer> = {}): Viewer {
  return {
    email,
    isServiceAccount: false,
    clientId: 'client',
    scopes: new Set(['drive']),
    ...more
  };
}
