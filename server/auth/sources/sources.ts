/**
 * Which credentials are used: the administrator's where they are locked, else the source that the
 * person names, else the first of this list that is there. To add a source, write a file like its
 * neighbours and a line here. Pure.
 */
import type { CredentialSource } from '../../../protocol';
import { applicationDefault } from './applicationDefault';
import { keyFile } from './keyFile';
import { serviceAccount } from './serviceAccount';
import type { Available, ISource, SourceMaker, SourceSettings } from './source';

type Rank = {
  readonly make: SourceMaker;
  /** False for what is only offered: a person must choose it by name. */
  readonly isTakenByItself: boolean;
};

const ORDER: readonly Rank[] = [
  { make: keyFile, isTakenByItself: true },
  { make: serviceAccount, isTakenByItself: true },
  // Many people set these up for other services, so they are never taken silently.
  { make: applicationDefault, isTakenByItself: false }
];

/** The source in force, which may turn out not to be there when it is opened. */
export function chooseSource(available: Available, settings: SourceSettings): ISource {
  const fallback = serviceAccount(available, settings);
  if (available.lockCredentials) {
    return fallback;
  }
  const ranked = ORDER.map(({ make, isTakenByItself }) => ({
    source: make(available, settings),
    isTakenByItself
  }));
  const chosen =
    settings.credentials === 'auto'
      ? ranked.find(({ source, isTakenByItself }) => isTakenByItself && source.isThere)
      : ranked.find(({ source }) => source.name === settings.credentials);
  return chosen?.source ?? fallback;
}

/** Sources that are there but not taken by themselves. */
export function offeredSources(
  available: Available,
  settings: SourceSettings
): readonly CredentialSource[] {
  return available.lockCredentials
    ? []
    : ORDER.filter(({ isTakenByItself }) => !isTakenByItself)
        .map(({ make }) => make(available, settings))
        .filter(({ isThere }) => isThere)
        .map(({ name }) => name);
}
