import type { TranslationBundle } from '@jupyterlab/translation';
import type { DriveItem } from '../../protocol/items';
import { formatBytes, formatTime } from '../words/format';

/** The tooltip of a row: first of all the name as Drive has it. Pure. */
export function rowTooltip(item: DriveItem, trans: TranslationBundle): string {
  const lines = [item.title];
  if (item.name !== item.title) {
    lines.push(trans.__('Shown as: %1', item.name));
  }
  if (item.kind === 'shortcut') {
    lines.push(
      item.target === null ? trans.__('Shortcut to something that is gone') : trans.__('Shortcut')
    );
  }
  if (item.kind === 'document') {
    lines.push(trans.__('Google document'));
  }
  if (item.size !== null) {
    lines.push(trans.__('Size: %1', formatBytes(item.size)));
  }
  if (item.modified !== null) {
    lines.push(trans.__('Modified: %1', formatTime(item.modified)));
  }
  if (item.owner !== '') {
    lines.push(trans.__('Owner: %1', item.owner));
  }
  return lines.join('\n');
}
