import { randomBytes } from 'node:crypto';

import { Accounts } from './accounts/accounts';
import { Clients } from './accounts/clients';
import { userGrant } from './accounts/grants';
import { Tokens } from './accounts/tokens';
import { ShiftedClock } from './clock';
import { UploadFolder } from './contents/stored';
import { discoveryRoutes } from './discovery/discoveryRoutes';
import { Operations } from './drive/operations';
import { PageTokens } from './drive/pageTokens';
import { DriveStore } from './drive/store';
import type { Google } from './google';
import { batchRoutes } from './http/batch';
import type { Recorder } from './http/dispatch';
import { Dispatcher } from './http/dispatch';
import type { IApiRoute, IOpenRoute } from './http/routes';
import { Ids } from './ids';
import { Random } from './random';
import { aboutRoutes } from './routes/about';
import { changeRoutes } from './routes/changes';
import { consentRoutes } from './routes/consent';
import { driveRoutes } from './routes/drives';
import { exportRoutes } from './routes/exports';
import { fileListRoutes } from './routes/fileList';
import { fileReadRoutes } from './routes/fileReads';
import { fileWriteRoutes } from './routes/fileWrites';
import { longDownloadRoutes } from './routes/longDownloads';
import { permissionRoutes } from './routes/permissions';
import { revisionRoutes } from './routes/revisions';
import { tokenRoutes } from './routes/token';
import { tokenFactRoutes } from './routes/tokenFacts';
import { Faults } from './traffic/faults';
import { Holds } from './traffic/holds';
import { Journal } from './traffic/journal';
import type { Knobs } from './traffic/knobs';
import { DEFAULT_KNOBS } from './traffic/knobs';
import { Quota } from './traffic/quota';
import { sessionRoutes } from './uploads/resumable';
import { UploadSessions } from './uploads/session';
import { uploadRoutes } from './uploads/uploadRoutes';

/** Makes an empty Google; nothing listens yet. Uploads are kept in `folder`. */
export function buildGoogle(folder: string, randomSeed: number, settings: Partial<Knobs>): Google {
  const clock = new ShiftedClock();
  const random = new Random(randomSeed);
  const ids = new Ids(new Random(randomSeed + 1));
  const knobs = { ...DEFAULT_KNOBS, ...settings };
  return {
    accounts: new Accounts(),
    tokens: new Tokens(new Random(randomBytes(4).readUInt32LE()), clock, knobs),
    store: new DriveStore(clock, ids),
    pageTokens: new PageTokens(
      clock,
      () => knobs.pageTokenTtlSeconds,
      randomBytes(16).toString('hex')
    ),
    clock,
    random,
    ids,
    knobs,
    quota: new Quota(knobs, clock),
    faults: new Faults(),
    holds: new Holds(),
    journal: new Journal(),
    clients: new Clients(new Random(randomSeed + 2)),
    operations: new Operations(),
    uploads: new UploadSessions(),
    uploadFolder: new UploadFolder(folder),
    reserved: new Set()
  };
}

/** Everything Google answers. */
export function buildDispatcher(google: Google, record: Recorder): Dispatcher {
  const api: IApiRoute[] = [
    ...aboutRoutes(google),
    ...fileListRoutes(google),
    ...fileReadRoutes(google),
    ...fileWriteRoutes(google),
    ...uploadRoutes(google),
    ...exportRoutes(google),
    ...longDownloadRoutes(google),
    ...driveRoutes(google),
    ...changeRoutes(google),
    ...revisionRoutes(google),
    ...permissionRoutes(google)
  ];
  const open: IOpenRoute[] = [
    ...sessionRoutes(google),
    ...tokenRoutes(google, (grantType, form) => userGrant(google, grantType, form)),
    ...tokenFactRoutes(google),
    ...consentRoutes(google),
    ...discoveryRoutes(),
    ...batchRoutes(() => dispatcher)
  ];
  const dispatcher = new Dispatcher(google, { api, open }, record);
  return dispatcher;
}
