import {
  fileIcon,
  folderIcon,
  imageIcon,
  LabIcon,
  notebookIcon,
  pdfIcon,
  spreadsheetIcon
} from '@jupyterlab/ui-components';
import type { DriveItem } from '../../protocol/items';

/** Drawn on JupyterLab's grid of 24, coloured by its themes (`jp-icon…`). */
const draw = (name: string, body: string): LabIcon =>
  new LabIcon({
    name: `jupyterlab-gdrive:${name}`,
    svgstr: `<svg xmlns="http://www.w3.org/2000/svg" width="16" viewBox="0 0 24 24">${body}</svg>`
  });

const PAGE =
  '<path d="M6 2h8l6 6v12a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2V4a2 2 0 0 1 2-2Zm7 1.5V9h5.5L13 3.5Z"/>';

/** The section: a triangle of three bars. */
export const driveIcon = draw(
  'drive',
  '<g class="jp-icon3" fill="#616161"><path d="M8.6 3h6.8l6.4 11h-6.8z"/><path d="M7.5 4.9 1.2 15.8l3.4 5.9L10.9 10.8z"/><path d="M9.2 15.8h12.6l-3.4 5.9H5.8z"/></g>'
);

/** An arrow into a folder: from Drive to the workspace. */
export const copyToWorkspaceIcon = draw(
  'copy-to-workspace',
  '<g class="jp-icon3" fill="#616161"><path d="M20 6h-5v2h5v10H4V8h1V6H4a2 2 0 0 0-2 2v10a2 2 0 0 0 2 2h16a2 2 0 0 0 2-2V8a2 2 0 0 0-2-2Z"/><path d="M9 2h2.5v9H14.5L10.25 15.5 6 11h3z"/></g>'
);

/** An arrow out of a folder: from the workspace to Drive. */
export const uploadIcon = draw(
  'upload',
  '<g class="jp-icon3" fill="#616161"><path d="M20 6h-5v2h5v10H4V8h1V6H4a2 2 0 0 0-2 2v10a2 2 0 0 0 2 2h16a2 2 0 0 0 2-2V8a2 2 0 0 0-2-2Z"/><path d="M9 15.5h2.5V6.5H14.5L10.25 2 6 6.5h3z"/></g>'
);

export const transfersIcon = draw(
  'transfers',
  '<g class="jp-icon3" fill="#616161"><path d="M7 3 2.5 7.5H6V16h2V7.5h3.5z"/><path d="M17 21l4.5-4.5H18V8h-2v8.5h-3.5z"/></g>'
);

export const searchInDriveIcon = draw(
  'filter',
  '<path class="jp-icon3" fill="#616161" d="M14 12v7.88c.04.3-.06.62-.29.83a.996.996 0 0 1-1.41 0l-2.01-2.01a.989.989 0 0 1-.29-.83V12h-.03L4.21 4.62a1 1 0 0 1 .17-1.4c.19-.14.4-.22.62-.22h14c.22 0 .43.08.62.22a1 1 0 0 1 .17 1.4L14.03 12H14Z"/>'
);

const sharedDriveIcon = draw(
  'shared-drive',
  '<path class="jp-icon3 jp-icon-selectable" fill="#616161" d="M3 4h18a1 1 0 0 1 1 1v9H2V5a1 1 0 0 1 1-1Zm-1 12h20v3a1 1 0 0 1-1 1H3a1 1 0 0 1-1-1v-3Zm3 1.3v1.4h2.5v-1.4H5Z"/>'
);

const sharedWithMeIcon = draw(
  'shared-with-me',
  '<path class="jp-icon3 jp-icon-selectable" fill="#616161" d="M9 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8Zm0 2c-3.3 0-7 1.5-7 4.2V20h14v-1.8C16 15.5 12.3 14 9 14Zm7-2a4 4 0 0 0 .5-7.97A6 6 0 0 1 15 11.7l1 .3Zm1.5 2.4c1.5.9 2.5 2.2 2.5 3.8V20h2v-1.8c0-2-2.1-3.3-4.5-3.8Z"/>'
);

const starredIcon = draw(
  'starred',
  '<path class="jp-icon3 jp-icon-selectable" fill="#616161" d="m12 2.5 2.9 6.3 6.9.7-5.2 4.6 1.5 6.8L12 17.4l-6.1 3.5 1.5-6.8L2.2 9.5l6.9-.7z"/>'
);

const recentIcon = draw(
  'recent',
  '<path class="jp-icon3 jp-icon-selectable" fill="#616161" d="M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20Zm1 5v4.6l3.8 2.2-1 1.7L11 12.8V7z"/>'
);

const trashIcon = draw(
  'trash',
  '<path class="jp-icon3 jp-icon-selectable" fill="#616161" d="M9 3h6l1 2h4v2H4V5h4zM5.5 8.5h13L17.6 20a1.5 1.5 0 0 1-1.5 1.4H7.9A1.5 1.5 0 0 1 6.4 20z"/>'
);

const documentIcon = draw(
  'document',
  `<g class="jp-icon-contrast3 jp-icon-selectable" fill="#1976D2">${PAGE}</g><path class="jp-icon-selectable-inverse" fill="#fff" d="M7 12h10v1.5H7zM7 15h10v1.5H7zM7 18h6v1.5H7z"/>`
);

const slidesIcon = draw(
  'slides',
  `<g class="jp-icon-warn0 jp-icon-selectable" fill="#F9A825">${PAGE}</g><path class="jp-icon-selectable-inverse" fill="#fff" d="M7 12h10v7H7zm1.5 1.5v4h7v-4z"/>`
);

const drawingIcon = draw(
  'drawing',
  `<g class="jp-icon-contrast2 jp-icon-selectable" fill="#C62828">${PAGE}</g><path class="jp-icon-selectable-inverse" fill="#fff" d="m12 11.5 4.5 7.5h-9z"/>`
);

const formIcon = draw(
  'form',
  `<g class="jp-icon-contrast0 jp-icon-selectable" fill="#7B1FA2">${PAGE}</g><path class="jp-icon-selectable-inverse" fill="#fff" d="M7 12h2v2H7zM10.5 12.2H17v1.5h-6.5zM7 16h2v2H7zM10.5 16.2H17v1.5h-6.5z"/>`
);

const VIEW_ICONS: ReadonlyMap<string, LabIcon> = new Map([
  ['My Drive', driveIcon],
  ['Shared drives', sharedDriveIcon],
  ['Shared with me', sharedWithMeIcon],
  ['Starred', starredIcon],
  ['Recent', recentIcon],
  ['Trash', trashIcon]
]);

const MIME_ICONS: ReadonlyMap<string, LabIcon> = new Map([
  ['application/vnd.google-apps.document', documentIcon],
  ['application/vnd.google-apps.drawing', drawingIcon],
  ['application/vnd.google-apps.form', formIcon],
  ['application/vnd.google-apps.presentation', slidesIcon],
  ['application/vnd.google-apps.spreadsheet', spreadsheetIcon],
  ['application/pdf', pdfIcon],
  ['application/vnd.google.colaboratory', notebookIcon]
]);

const SHARED_DRIVES = 'Shared drives/';

/** The icon of an item, where Drive knows better than the extension of its name; else null. */
export function iconOf(item: DriveItem): LabIcon | null {
  const mimeType = item.target?.mimeType ?? item.mimeType;
  if (item.kind === 'view') {
    return VIEW_ICONS.get(item.name) ?? folderIcon;
  }
  if (item.path.startsWith(SHARED_DRIVES) && !item.path.slice(SHARED_DRIVES.length).includes('/')) {
    return sharedDriveIcon;
  }
  if (item.kind === 'document') {
    return MIME_ICONS.get(mimeType) ?? fileIcon;
  }
  return MIME_ICONS.get(mimeType) ?? (mimeType.startsWith('image/') ? imageIcon : null);
}
