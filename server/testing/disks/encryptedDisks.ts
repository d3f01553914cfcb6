/** Folders that are encrypted name by name and file by file: some round the times of files when they are closed. */
import type { Bench } from './bench';
import type { Disk } from './disk';

const PASSWORD = 'for tests only\n';

export const ENCFS: Disk = {
  name: 'encfs',
  mount: bench => serve(bench, ['encfs', '-f', '--standard', '--stdinpass'])
};

export const CRYFS: Disk = {
  name: 'cryfs',
  mount: bench =>
    serve(bench, ['cryfs', '-f'], {
      CRYFS_FRONTEND: 'noninteractive', // the password comes from stdin, without a question
      CRYFS_NO_UPDATE_CHECK: 'true',
      CRYFS_LOCAL_STATE_DIR: bench.makeFolder('state')
    })
};

export const GOCRYPTFS: Disk = {
  name: 'gocryptfs',
  mount: bench => {
    // Quick to derive: nothing here is a secret.
    const folder = bench.makeFolder('below');
    bench.run(['gocryptfs', '-init', '-q', '-scryptn', '10', folder], { input: PASSWORD });
    return serveFolder(bench, ['gocryptfs', '-fg', '-q'], folder);
  }
};

function serve(
  bench: Bench,
  command: readonly string[],
  env: Readonly<Record<string, string>> = {}
): Promise<void> {
  return serveFolder(bench, command, bench.makeFolder('below'), env);
}

async function serveFolder(
  bench: Bench,
  command: readonly string[],
  folder: string,
  env: Readonly<Record<string, string>> = {}
): Promise<void> {
  await bench.mountBy([...command, folder, bench.mountPoint], { input: PASSWORD, env });
}
