/** A folder behind an OpenSSH server on loopback, with keys and a configuration of its own. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Bench } from './bench';
import type { Disk } from './disk';
import { freePort } from './freePort';

const SERVER = '/usr/sbin/sshd';
const SFTP = '/usr/lib/openssh/sftp-server';

export const SSHFS: Disk = { name: 'sshfs', mount: bench => sshfs(bench, SFTP) };

/** As servers other than OpenSSH: a rename over a file is refused, and so are links. */
export const SSHFS_PLAIN: Disk = {
  name: 'sshfs with a server of plain SFTP',
  mount: bench => sshfs(bench, `${SFTP} -P posix-rename,hardlink,fsync,statvfs`)
};

async function sshfs(bench: Bench, sftp: string): Promise<void> {
  const folder = bench.makeFolder('below');
  const [hostKey, key] = ['host', 'key'].map(name => makeKey(bench, name));
  const port = await freePort();
  const config = bench.at('sshd_config');
  writeFileSync(
    config,
    [
      `Port ${port}`,
      'ListenAddress 127.0.0.1',
      `HostKey ${hostKey}`,
      `AuthorizedKeysFile ${key}.pub`,
      'StrictModes no', // the key is in a temporary folder
      'UsePAM no',
      'PermitRootLogin prohibit-password',
      'PasswordAuthentication no',
      'PidFile none',
      `Subsystem sftp ${sftp}`,
      ''
    ].join('\n')
  );
  mkdirSync('/run/sshd', { recursive: true }); // where it locks itself in before it knows anybody
  await bench.start([SERVER, '-D', '-e', '-f', config], said => said.includes('listening'));
  const options = [
    `IdentityFile=${key}`,
    'IdentitiesOnly=yes',
    'StrictHostKeyChecking=no',
    'UserKnownHostsFile=/dev/null',
    'BatchMode=yes'
  ];
  await bench.mountBy([
    ...['sshfs', '-f', '-F', '/dev/null', '-p', String(port)],
    ...options.flatMap(option => ['-o', option]),
    ...[`root@127.0.0.1:${folder}`, bench.mountPoint]
  ]);
}

function makeKey(bench: Bench, name: string): string {
  const file = path.join(bench.folder, name);
  bench.run(['ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-f', file]);
  return file;
}
