import { Dialog, showDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import type { DriveItem } from '../../protocol/items';
import { formatBytes, formatTime } from '../words/format';

/** Shows what Drive tells about an item. */
export async function showDetails(item: DriveItem, trans: TranslationBundle): Promise<void> {
  const rows = detailsOf(item, trans).filter(([, value]) => value !== '');
  await showDialog({
    title: item.title,
    body: (
      <table className="jp-GDrive-details">
        <tbody>
          {rows.map(([name, value]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{value}</td>
            </tr>
          ))}
        </tbody>
      </table>
    ),
    buttons: [Dialog.okButton({ label: trans.__('Close') })]
  });
}

function detailsOf(
  item: DriveItem,
  trans: TranslationBundle
): readonly (readonly [string, string])[] {
  return [
    [trans.__('Shown as'), item.name === item.title ? '' : item.name],
    [trans.__('Path'), item.path],
    [trans.__('Type'), item.mimeType],
    [trans.__('Size'), item.size === null ? '' : formatBytes(item.size)],
    [trans.__('Modified'), formatTime(item.modified)],
    [trans.__('Created'), formatTime(item.created)],
    [trans.__('Owner'), item.owner],
    [trans.__('MD5'), item.md5 ?? ''],
    [trans.__('Id'), item.id]
  ];
}
