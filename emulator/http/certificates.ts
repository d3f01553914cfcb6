import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Google's hosts that are served behind TLS. */
export const GOOGLE_HOSTS = [
  'www.googleapis.com',
  'oauth2.googleapis.com',
  'openidconnect.googleapis.com',
  'drive.googleapis.com',
  'accounts.google.com',
  'drive.google.com',
  'docs.google.com',
  'drive.usercontent.google.com'
];

const run = promisify(execFile);

type Certificates = { caFile: string; key: Buffer; certificate: Buffer };

/** A certificate authority of our own and, signed by it, one certificate for all of Google's hosts; by openssl. */
export async function makeCertificates(folder: string): Promise<Certificates> {
  const at = (name: string): string => join(folder, name);
  const openssl = async (...args: string[]): Promise<void> => {
    await run('openssl', args);
  };
  const names = [...GOOGLE_HOSTS, '*.googleapis.com', 'localhost'].map(name => `DNS:${name}`);
  await writeFile(
    at('leaf.cnf'),
    `subjectAltName=${names.join(',')},IP:127.0.0.1\nextendedKeyUsage=serverAuth\nbasicConstraints=CA:FALSE\n`
  );
  await openssl(
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'],
    ...[
      '-days',
      '30',
      '-subj',
      '/CN=Emulator test CA',
      '-keyout',
      at('ca.key'),
      '-out',
      at('ca.crt')
    ],
    ...['-addext', 'basicConstraints=critical,CA:TRUE'],
    ...['-addext', 'keyUsage=critical,keyCertSign,cRLSign']
  );
  await openssl(
    ...['req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'],
    ...['-subj', '/CN=www.googleapis.com', '-keyout', at('leaf.key'), '-out', at('leaf.csr')]
  );
  await openssl(
    ...['x509', '-req', '-in', at('leaf.csr'), '-CA', at('ca.crt'), '-CAkey', at('ca.key')],
    ...['-CAcreateserial', '-days', '30', '-extfile', at('leaf.cnf'), '-out', at('leaf.crt')]
  );
  return {
    caFile: at('ca.crt'),
    key: await readFile(at('leaf.key')),
    certificate: await readFile(at('leaf.crt'))
  };
}
