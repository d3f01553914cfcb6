/** Items of Drive as JupyterLab's contents models. Pure. */
import type { Contents } from '@jupyterlab/services';
import type { DriveItem, FolderPage } from '../../protocol/items';
import { isRecord } from '../../protocol/isRecord';

export const DRIVE_NAME = 'GDrive';
const NOTEBOOK_EXTENSION = '.ipynb';
/** Colab keeps notebooks in Drive without an ending, too. */
const NOTEBOOK_TYPES: readonly string[] = [
  'application/vnd.google.colaboratory',
  'application/x-ipynb+json'
];

/** A contents model that carries its item: JupyterLab hands unknown fields on. */
type DriveModelEntry = Contents.IModel & { readonly gdrive: DriveItem };

/** The model of a folder, with its first rows. */
export type DriveFolderModel = DriveModelEntry & { readonly gdriveHasMore: boolean };

/** True for folders, views, and shortcuts to folders: what can be entered. */
export function isEnterable(item: DriveItem): boolean {
  const kind = item.kind === 'shortcut' ? item.target?.kind : item.kind;
  return kind === 'folder' || kind === 'view';
}

/** True for notebooks, by name or by type. */
export function isNotebook(item: DriveItem): boolean {
  return (
    isNotebookName(item.name) || NOTEBOOK_TYPES.includes(item.target?.mimeType ?? item.mimeType)
  );
}

/** True if JupyterLab takes it for a notebook by its name alone. */
export function isNotebookName(name: string): boolean {
  return name.toLowerCase().endsWith(NOTEBOOK_EXTENSION);
}

/** An item without its content, with its local path (no drive name). */
export function toEntry(item: DriveItem): DriveModelEntry {
  return {
    name: item.name,
    path: item.path,
    type: contentType(item),
    writable: false,
    created: item.created ?? '',
    last_modified: item.modified ?? '',
    mimetype: item.mimeType,
    size: item.size ?? undefined,
    format: null,
    content: null,
    gdrive: item
  };
}

export function toFolder(page: FolderPage): DriveFolderModel {
  return {
    ...toEntry(page.folder),
    type: 'directory',
    format: 'json',
    content: page.items.map(toEntry),
    gdriveHasMore: page.hasMore
  };
}

/** The item that a model carries, if it came from here. */
export function itemOf(model: Contents.IModel): DriveItem | null {
  return isEntry(model) ? model.gdrive : null;
}

export function isFolderModel(model: Contents.IModel): model is DriveFolderModel {
  return isEntry(model) && 'gdriveHasMore' in model;
}

/** Drive's path as JupyterLab's, and back. */
export function toGlobalPath(path: string): string {
  return `${DRIVE_NAME}:${path}`;
}

export function toLocalPath(path: string): string {
  return path.slice(DRIVE_NAME.length + 1);
}

export function isGlobalPath(path: string): boolean {
  return path.startsWith(`${DRIVE_NAME}:`);
}

/**
 * Takes away every mark of trust that a notebook brings along: JupyterLab believes
 * `metadata.trusted` of a cell, and runs the JavaScript in its outputs.
 */
export function untrustNotebook(notebook: unknown): unknown {
  if (!isRecord(notebook)) {
    return notebook;
  }
  const cells = Array.isArray(notebook.cells) ? { cells: notebook.cells.map(untrustCell) } : {};
  const worksheets = Array.isArray(notebook.worksheets)
    ? { worksheets: notebook.worksheets.map(untrustNotebook) }
    : {};
  return { ...notebook, ...cells, ...worksheets };
}

function untrustCell(cell: unknown): unknown {
  if (!isRecord(cell) || !isRecord(cell.metadata)) {
    return cell;
  }
  const metadata = Object.fromEntries(
    Object.entries(cell.metadata).filter(([key]) => key !== 'trusted')
  );
  return { ...cell, metadata };
}

function contentType(item: DriveItem): Contents.ContentType {
  if (isEnterable(item)) {
    return 'directory';
  }
  return isNotebook(item) ? 'notebook' : 'file';
}

function isEntry(model: Contents.IModel): model is DriveModelEntry {
  return 'gdrive' in model;
}
