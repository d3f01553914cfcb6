/** A bucket of an object store, shown as a folder: s3fs on PyPI’s moto, which stands in for S3. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Disk } from './disk';
import { freePort } from './freePort';

const BUCKET = 'workspace';

export const S3FS: Disk = {
  name: 's3fs',
  mount: async bench => {
    const port = String(await freePort());
    const python = path.resolve('.venv/bin/python');
    const server = [python, '-m', 'moto.server', '-H', '127.0.0.1', '-p', port];
    await bench.start(server, said => said.includes('Running on'));
    await fetch(`http://127.0.0.1:${port}/${BUCKET}`, { method: 'PUT' });
    const passwords = bench.at('passwords');
    writeFileSync(passwords, 'tests:only', { mode: 0o600 });
    const options = [
      `passwd_file=${passwords}`,
      `url=http://127.0.0.1:${port}`,
      'use_path_request_style',
      `tmpdir=${bench.makeFolder('cache')}`
    ];
    await bench.mountBy([
      ...['s3fs', '-f', BUCKET, bench.mountPoint],
      ...options.flatMap(option => ['-o', option])
    ]);
  }
};
