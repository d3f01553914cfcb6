import type { IDocumentManager } from '@jupyterlab/docmanager';
import type { INotebookTracker } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import type { DriveItem } from '../../protocol/items';
import type { DriveClipboard } from '../transfers/clipboard';
import type { ITransferStarter, IDriveSection, IGoogleDrive } from '../tokens';

/** What commands work with. */
export type CommandContext = {
  readonly clipboard: DriveClipboard;
  readonly commands: CommandRegistry;
  readonly starter: ITransferStarter;
  readonly docManager: IDocumentManager;
  readonly drive: IGoogleDrive;
  readonly notebooks: INotebookTracker | null;
  readonly section: IDriveSection;
  readonly trans: TranslationBundle;
};

/** The items that are selected in the panel. */
export function selection({ section }: CommandContext): readonly DriveItem[] {
  return section.panel?.selectedDriveItems ?? [];
}

/** The selected item, if it is the only one. */
export function onlyItem(context: CommandContext): DriveItem | null {
  const [item, ...others] = selection(context);
  return others.length === 0 ? (item ?? null) : null;
}

/** For commands without arguments. */
export const NO_ARGS = { args: { type: 'object', properties: {} } };
