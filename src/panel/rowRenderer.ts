import type { DocumentRegistry } from '@jupyterlab/docregistry';
import { DirListing } from '@jupyterlab/filebrowser';
import type { Contents } from '@jupyterlab/services';
import type { ITranslator, TranslationBundle } from '@jupyterlab/translation';
import type { DriveItem } from '../../protocol/items';
import { itemOf } from '../contents/contentsModel';
import { iconOf } from '../words/icons';
import { rowTooltip } from './rowTooltip';

/** Draws a row: JupyterLab's row, with Drive's icon, title and marks. */
export class RowRenderer extends DirListing.Renderer {
  constructor(
    /** The order that the header shows; the list itself sorts by another (see DriveList). */
    private readonly _sortState: () => DirListing.ISortState,
    private readonly _trans: TranslationBundle
  ) {
    super();
  }

  override populateHeaderNode(
    node: HTMLElement,
    translator?: ITranslator,
    hiddenColumns?: Set<DirListing.ToggleableColumn>,
    columnsSizes?: Record<DirListing.IColumn['id'], number | null>
  ): void {
    super.populateHeaderNode(node, translator, hiddenColumns, columnsSizes, this._sortState());
  }

  override updateItemNode(
    node: HTMLElement,
    model: Contents.IModel,
    fileType?: DocumentRegistry.IFileType,
    translator?: ITranslator,
    hiddenColumns?: Set<DirListing.ToggleableColumn>,
    selected?: boolean,
    ...sizes: SizeArguments
  ): void {
    const item = itemOf(model);
    const icon = item === null ? null : iconOf(item);
    const type = icon === null || fileType === undefined ? fileType : { ...fileType, icon };
    super.updateItemNode(node, model, type, translator, hiddenColumns, selected, ...sizes);
    if (item !== null) {
      this._mark(node, item);
    }
  }

  private _mark(node: HTMLElement, item: DriveItem): void {
    node.title = rowTooltip(item, this._trans);
    node.dataset.gdriveId = item.id;
    node.dataset.gdriveKind = item.kind;
    // Row nodes are reused for other items, and an empty date does not clear the former one.
    node.classList.toggle('jp-GDrive-mod-undated', item.modified === null);
    node.classList.toggle('jp-GDrive-mod-shortcut', item.kind === 'shortcut');
    node.classList.toggle(
      'jp-GDrive-mod-locked',
      item.kind === 'file' && !item.capabilities.download
    );
  }
}

type SizeArguments =
  Parameters<DirListing.Renderer['updateItemNode']> extends [
    unknown,
    unknown,
    unknown?,
    unknown?,
    unknown?,
    unknown?,
    ...infer Rest
  ]
    ? Rest
    : never;
