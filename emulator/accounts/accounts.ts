import type { KeyObject } from 'node:crypto';
import { createHash, generateKeyPairSync } from 'node:crypto';

import type { IPeople } from '../drive/people';

export type ServiceAccount = {
  email: string;
  /** 21 decimal digits. */
  clientId: string;
  projectId: string;
  /** By private key id. */
  keys: Map<string, KeyObject>;
  /** Scopes granted by domain-wide delegation; 'all' grants every one, none refuses `sub`. */
  delegation: 'all' | readonly string[];
  isDisabled: boolean;
};

export type User = { email: string; displayName: string };

/** What a client gets as `key.json`. */
export type ServiceAccountKey = {
  type: 'service_account';
  project_id: string;
  private_key_id: string;
  private_key: string;
  client_email: string;
  client_id: string;
  auth_uri: string;
  token_uri: string;
  auth_provider_x509_cert_url: string;
  universe_domain: string;
};

/** Everyone that Google knows here: people and service accounts. */
export class Accounts implements IPeople {
  readonly users = new Map<string, User>();
  readonly serviceAccounts = new Map<string, ServiceAccount>();

  addUser(email: string, displayName = nameFrom(email)): User {
    const user = { email: email.toLowerCase(), displayName };
    this.users.set(user.email, user);
    return user;
  }

  addServiceAccount(
    name: string,
    options: { projectId?: string; delegation?: 'all' | readonly string[] } = {}
  ): ServiceAccount {
    const projectId = options.projectId ?? 'emulated-project';
    const email = `${name}@${projectId}.iam.gserviceaccount.com`;
    const account: ServiceAccount = {
      email,
      clientId: clientIdOf(email),
      projectId,
      keys: new Map(),
      delegation: options.delegation ?? [],
      isDisabled: false
    };
    this.serviceAccounts.set(email, account);
    return account;
  }

  /** A new RSA key of the account, with the private half only in what is returned. */
  createKey(account: ServiceAccount): ServiceAccountKey {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const keyId = createHash('sha1').update(pem).digest('hex');
    account.keys.set(keyId, publicKey);
    return {
      type: 'service_account',
      project_id: account.projectId,
      private_key_id: keyId,
      private_key: pem,
      client_email: account.email,
      client_id: account.clientId,
      auth_uri: 'https://accounts.google.com/o/oauth2/auth',
      token_uri: 'https://oauth2.googleapis.com/token',
      auth_provider_x509_cert_url: 'https://www.googleapis.com/oauth2/v1/certs',
      universe_domain: 'googleapis.com'
    };
  }

  exists(email: string): boolean {
    return this.users.has(email) || this.serviceAccounts.has(email);
  }

  isServiceAccount(email: string): boolean {
    return this.serviceAccounts.has(email);
  }

  displayName(email: string): string {
    return this.users.get(email)?.displayName ?? email;
  }
}

/** `ada.lovelace@example.org` → `Ada Lovelace`. */
function nameFrom(email: string): string {
  const words = (email.split('@')[0] ?? email).split(/[._-]+/);
  return words.map(word => word.charAt(0).toUpperCase() + word.slice(1)).join(' ');
}

function clientIdOf(email: string): string {
  const digest = createHash('sha256').update(`client ${email}`).digest();
  return `1${(digest.readBigUInt64BE(0) % 10n ** 18n).toString().padStart(20, '0')}`;
}
