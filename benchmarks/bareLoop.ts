/**
 * The least that Node can do: https.get, 16 at once, keep-alive, one write a file. No listing, no
 * checksum, no temporary name, no fsync. Runs as a process of its own, for its processor time.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import https from 'node:https';
import path from 'node:path';
import type { AddedItem } from '../emulator/client';
import { runCommand, type Cost } from './processes';
import { mediaUrl, type Google } from './stage';

export const BARE_LOOP = 'bare-loop';
const AT_ONCE = 16;

type Work = {
  readonly caFile: string;
  readonly token: string;
  readonly files: readonly { readonly url: string; readonly path: string }[];
};

export function timeBareLoop(
  google: Google,
  token: string,
  files: readonly AddedItem[],
  folder: string
): Promise<Cost> {
  const list = path.join(folder, 'work.json');
  const work: Work = {
    caFile: google.caFile,
    token,
    files: files.map(({ id, name }) => ({
      url: mediaUrl(google, id),
      path: path.join(folder, name)
    }))
  };
  writeFileSync(list, JSON.stringify(work));
  return runCommand([process.execPath, path.resolve('build/benchmarks.cjs'), BARE_LOOP, list]);
}

export async function runBareLoop(list: string): Promise<void> {
  const work = JSON.parse(readFileSync(list, 'utf8')) as Work;
  const agent = new https.Agent({
    keepAlive: true,
    maxSockets: AT_ONCE,
    ca: readFileSync(work.caFile)
  });
  const files = work.files.values();
  const worker = async (): Promise<void> => {
    for (const file of files) {
      await writeFile(file.path, await fetchBytes(file.url, work.token, agent));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  agent.destroy();
}

function fetchBytes(url: string, token: string, agent: https.Agent): Promise<Buffer> {
  const headers = { authorization: `Bearer ${token}` };
  return new Promise((resolve, reject) => {
    https
      .get(url, { agent, headers }, answer => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.on('error', reject);
        answer.on('end', () => resolve(Buffer.concat(parts)));
      })
      .on('error', reject);
  });
}
