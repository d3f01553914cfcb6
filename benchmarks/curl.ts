/** curl with many files at once: no listing, no token, no checksum, no fsync; a true floor. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { AddedItem } from '../emulator/client';
import { runCommand, type Cost } from './processes';
import { mediaUrl, type Google } from './stage';

export async function curlAll(
  google: Google,
  token: string,
  files: readonly AddedItem[],
  folder: string
): Promise<Cost> {
  const list = path.join(folder, 'curl.list');
  const lines = files.map(
    ({ id, name }) => `url = "${mediaUrl(google, id)}"\noutput = "${path.join(folder, name)}"\n`
  );
  writeFileSync(list, lines.join(''));
  const parallel = ['-Z', '--parallel-max', '16', '--parallel-immediate'];
  const access = ['--cacert', google.caFile, '-H', `Authorization: Bearer ${token}`];
  return runCommand(['curl', '-sS', '--fail', ...parallel, ...access, '-K', list]);
}
