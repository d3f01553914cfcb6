/** What is left when nothing is to be done any more: descriptors, processes, journals, temporary files. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { md5OfFile } from '../bytes';
import { Broken, type Finding } from '../model/findings';
import { judgeRestart } from '../model/judgeList';
import type { Transfer } from '../../protocol';
import { within } from '../world/bounds';
import { openFilesOf } from '../world/processes';
import type { World } from '../world/world';

const CLOSED_MS = 5_000;
const LISTED_MS = 20_000;

/** Nothing of the workspace is open in the proxy. */
export async function descriptorsClosed(world: World): Promise<readonly Finding[]> {
  const pid = world.childPid ?? 0;
  await within({
    what: 'the proxy to close all files of the workspace; open are',
    kind: 'descriptor',
    ms: CLOSED_MS,
    look: () => openFilesOf(pid).filter(file => file.startsWith(`${world.workspace}/`)),
    isSo: open => open.length === 0
  });
  return [];
}

/** Ends the server; the next one tells the same list, forgets it when asked, and leaves nothing. */
export async function afterRestart(
  world: World,
  before: readonly Transfer[]
): Promise<readonly Finding[]> {
  await world.stopServer();
  const after = await within({
    what: `the next server to list ${before.length} transfers`,
    kind: 'forgotten',
    ms: LISTED_MS,
    look: async () => (await world.call('GET /transfers'))?.body ?? [],
    isSo: list => before.every(({ id }) => list.some(each => each.id === id))
  });
  for (const { id } of after) {
    await world.call('DELETE /transfers/:id', { id });
  }
  await world.stopServer();
  return [...judgeRestart(before, after), ...leftBehind(world)];
}

function leftBehind({ data, temporary, linked, logFile, orphans }: World): readonly Finding[] {
  const folders = path.join(data, 'transfers');
  const journals = existsSync(folders) ? readdirSync(folders, { recursive: true }) : [];
  const sockets = readdirSync(temporary);
  const written = [...linked].filter(([file, md5]) => !existsSync(file) || md5OfFile(file) !== md5);
  const faults = (existsSync(logFile) ? readFileSync(logFile, 'utf8') : '')
    .split('\n')
    .filter(line => /"level":(50|60)/.test(line) || /^\s*(\w*Error:|Uncaught)/.test(line));
  return [
    ...finding('lock', journals.length > 0, `Left after all is forgotten: ${journals.join(', ')}.`),
    ...finding(
      'left over',
      sockets.length > orphans,
      `Folders of sockets stay: ${sockets.join(', ')}.`
    ),
    ...finding(
      'written through',
      written.length > 0,
      `${written.length} targets of links changed.`
    ),
    ...finding('internal', faults.length > 0, `The log has: ${faults.slice(0, 3).join('\n')}`)
  ];
}

function finding(kind: Finding['kind'], is: boolean, text: string): readonly Finding[] {
  return is ? [{ kind, text }] : [];
}

/** What ended a check early is a finding too. */
export async function collect(
  check: () => Promise<readonly Finding[]>
): Promise<readonly Finding[]> {
  try {
    return await check();
  } catch (error) {
    if (error instanceof Broken) {
      return [error.finding];
    }
    throw error;
  }
}
