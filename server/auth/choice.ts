/**
 * Which credentials are used: locked by the administrator, else the person's choice, else what the
 * administrator configured. Application Default Credentials are offered, never taken silently, since
 * many people set them for other services (docs/reference/proxy.md, "Keys"). Pure.
 */
import { DriveError, type CredentialSource, type DriveSettings } from '../../protocol';

/** A key's content, or the path of a file that holds it. */
export type Place = { readonly content: string } | { readonly file: string };

export type Available = {
  readonly serviceAccount: (Place & { readonly origin: string }) | null;
  readonly applicationDefaultFile: string | null;
  readonly lockCredentials: boolean;
};

export type Choice = {
  readonly source: CredentialSource;
  readonly place: Place;
  /** Where it was found, in words. */
  readonly origin: string;
  /** True if the administrator provided it: then the administrator decides about uploads too. */
  readonly shared: boolean;
};

/** Sources that are there but not taken by themselves. */
export function offeredSources(available: Available): readonly CredentialSource[] {
  const offers = available.applicationDefaultFile !== null && !available.lockCredentials;
  return offers ? ['applicationDefault'] : [];
}

/** Throws notConfigured where there is nothing to choose. */
export function chooseCredentials(available: Available, settings: DriveSettings): Choice {
  const { serviceAccount, applicationDefaultFile, lockCredentials } = available;
  const wish = lockCredentials ? 'serviceAccount' : settings.credentials;
  if (wish === 'keyFile' || (wish === 'auto' && settings.keyFile !== '')) {
    return fromSettings(settings.keyFile);
  }
  if (wish === 'applicationDefault') {
    return fromApplicationDefault(applicationDefaultFile);
  }
  if (serviceAccount === null) {
    throw nothing(
      'Google Drive is not connected yet. Enter the path of a service-account key in the settings of JupyterLab, or have the server name one as c.GDrive.service_account_file.'
    );
  }
  const { origin, ...place } = serviceAccount;
  return { source: 'serviceAccount', place, origin, shared: true };
}

function fromSettings(path: string): Choice {
  if (path === '') {
    throw nothing('No key file is chosen yet. Enter its path on the server in the settings.');
  }
  return { source: 'keyFile', place: { file: path }, origin: 'the settings', shared: false };
}

function fromApplicationDefault(path: string | null): Choice {
  if (path === null) {
    throw nothing(
      'There are no Application Default Credentials on this server. Run “gcloud auth application-default login”, or choose other credentials in the settings.'
    );
  }
  return {
    source: 'applicationDefault',
    place: { file: path },
    origin: 'Application Default Credentials',
    shared: false
  };
}

function nothing(message: string): DriveError {
  return new DriveError('notConfigured', message);
}
