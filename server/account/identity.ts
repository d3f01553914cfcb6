/**
 * Whose credentials these are: only Google knows, so it is asked with them, once, before they are
 * given to an account. That one call passes a governor of its own, since the account that it counts
 * for is not known yet.
 */
import { Credentials } from '../auth/credentials';
import type { ISource } from '../auth/sources/source';
import type { Grant, Identity } from './account';
import { connectDrive, type DriveParts } from './connectDrive';

/** Throws a DriveError that says what is wrong with the credentials. */
export async function identify(
  source: ISource,
  mayWrite: boolean,
  parts: DriveParts,
  signal: AbortSignal
): Promise<{ readonly identity: Identity; readonly grant: Grant }> {
  const { config, clock, agent } = parts;
  const credentials = new Credentials(await source.open(), source.subject, {
    clock,
    connection: { agent, idleMs: config.times.idleMs },
    endpoint: config.endpoint === '' ? null : config.endpoint,
    tokenEarlyMs: config.times.tokenEarlyMs
  });
  const scope = mayWrite ? 'write' : 'read';
  const { drive, governor } = connectDrive(
    { token: by => credentials.token(scope, by), drop: () => credentials.drop(scope) },
    parts
  );
  try {
    const about = await drive.about({ priority: 'panel', signal });
    return {
      identity: { about, client: credentials.client },
      grant: { credentials, mayWrite }
    };
  } finally {
    governor.dispose();
  }
}
