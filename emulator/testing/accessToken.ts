import { Gaxios } from 'gaxios';
import { JWT } from 'google-auth-library';

import type { EmulatorProcess } from '../client';

export type TokenWanted = {
  /** Whole scope URLs, separated by blanks; the scope `drive` by default. */
  scope?: string;
  /** Whom the service account speaks for: the emulator's person by default, null for itself. */
  subject?: string | null;
};

/** An access token from the emulator's service account, signed and asked for by Google's own library. */
export async function accessToken(
  emulator: EmulatorProcess,
  { scope = DRIVE, subject = emulator.subject }: TokenWanted = {}
): Promise<string> {
  const client = new JWT({
    keyFile: emulator.keyFile,
    scopes: scope.split(' '),
    transporter: transporterTo(emulator.url),
    ...(subject === null ? {} : { subject })
  });
  const { token } = await client.getAccessToken();
  if (typeof token !== 'string') {
    throw new Error('The emulator gave no token.');
  }
  return token;
}

const DRIVE = 'https://www.googleapis.com/auth/drive';

/**
 * The library knows only Google's token endpoint, so an interceptor moves the request. It is handed Node's
 * own fetch, since the one it would load comes by a dynamic import, which Jest refuses.
 */
function transporterTo(origin: string): Gaxios {
  const transporter = new Gaxios({ fetchImplementation: fetch });
  transporter.interceptors.request.add({
    resolved: config =>
      Promise.resolve({ ...config, url: new URL(new URL(config.url).pathname, origin) })
  });
  return transporter;
}
