/** `jupyter gdrive upload` */
import { DriveError } from '../../protocol';
import { CONFLICTS } from './argumentTable';
import type { Command } from './command';
import { drivePath, workspacePath } from './paths';
import { wholeView } from './wholeView';

/** The one view that is a folder of Drive too, and what Drive itself calls that folder. */
const MY_DRIVE = 'My Drive';
const ROOT_ID = 'root';

export const upload: Command = async (names, { client, options, workspace, finish }) => {
  const typed = names.at(-1) ?? '';
  const paths = names.slice(0, -1).map(local => workspacePath(local, workspace));
  if (paths.includes('')) {
    throw new DriveError(
      'badRequest',
      'The working directory itself can’t be uploaded. Name files or folders in it.'
    );
  }
  const { kind, id, path } = await client.item(drivePath(typed));
  if (kind === 'view' && path !== MY_DRIVE) {
    throw wholeView(typed);
  }
  const folder = { id: path === MY_DRIVE ? ROOT_ID : id, path };
  const conflicts = CONFLICTS[options.conflicts] ?? undefined;
  return finish(await client.upload({ paths, folder, conflicts }));
};
