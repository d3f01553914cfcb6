/** `jupyter gdrive ls` */
import type { DriveItem } from '../../protocol';
import type { Command } from './command';
import { OK } from './exitStatus';
import { Columns } from './format';
import { drivePath } from './paths';

export const list: Command = async ([typed = ''], { client, output }) => {
  const columns = new Columns();
  const show = (items: readonly DriveItem[]): void => {
    if (output.asJson) {
      items.forEach(item => output.printJson('item', item));
    } else {
      output.print(...columns.rows(items));
    }
  };
  const item = await client.item(drivePath(typed));
  if (item.kind === 'folder' || item.kind === 'view') {
    for await (const page of client.items(item.path)) {
      show(page);
    }
  } else {
    show([item]);
  }
  return OK;
};
