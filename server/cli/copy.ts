/** `jupyter gdrive copy` */
import { DriveError, type CopyRequest } from '../../protocol';
import { CONFLICTS } from './argumentTable';
import type { Command, CommandParts } from './command';
import { FAILED } from './exitStatus';
import { drivePath, workspaceFolder } from './paths';
import { wholeView } from './wholeView';

type Chosen = CopyRequest['items'][number];

export const copy: Command = async (names, parts) => {
  const { client, options, workspace, finish } = parts;
  const sources = names.slice(0, -1);
  const destination = workspaceFolder(names.at(-1) ?? '', workspace);
  const items: Chosen[] = [];
  for (const source of sources) {
    const item = await chosen(source, parts);
    if (item !== null) {
      items.push(item);
    }
  }
  if (items.length === 0) {
    return FAILED;
  }
  const conflicts = CONFLICTS[options.conflicts] ?? undefined;
  const status = await finish(await client.copy({ items, destination, conflicts }));
  return items.length === sources.length ? status : FAILED;
};

/** What the proxy needs to know of a source; null after saying why it can't be copied. */
async function chosen(source: string, { client, output }: CommandParts): Promise<Chosen | null> {
  try {
    const { id, path, kind } = await client.item(drivePath(source));
    if (kind === 'view') {
      throw wholeView(source);
    }
    return { id, path };
  } catch (error) {
    if (!(error instanceof DriveError)) {
      throw error;
    }
    output.fail(error);
    return null;
  }
}
