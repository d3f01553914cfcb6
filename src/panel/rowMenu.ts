import { RankedMenu } from '@jupyterlab/ui-components';
import type { CommandRegistry } from '@lumino/commands';
import type { IDisposable } from '@lumino/disposable';
import { CommandIds } from '../commandIds';
import type { DrivePanel } from './drivePanel';

/** Commands of the menu on a row, in groups. */
const ROW_GROUPS: readonly (readonly string[])[] = [
  [CommandIds.open, CommandIds.openInDrive],
  [CommandIds.copyToWorkspace, CommandIds.copyToFolder, CommandIds.copyAndInsertCode],
  [CommandIds.copyLink, CommandIds.copyPath],
  [CommandIds.showDetails]
];

const BLANK_GROUPS: readonly (readonly string[])[] = [
  [CommandIds.refresh, CommandIds.toggleFilter],
  [CommandIds.toggleTransfers, CommandIds.openSettings]
];

/**
 * The context menu of the panel. JupyterLab's own menu on file lists offers what
 * Drive can't do, so it is suppressed there and this one opens.
 */
export class RowMenu implements IDisposable {
  constructor(
    private readonly _panel: DrivePanel,
    commands: CommandRegistry
  ) {
    this._rowMenu = createMenu(commands, ROW_GROUPS);
    this._blankMenu = createMenu(commands, BLANK_GROUPS);
    _panel.node.addEventListener('contextmenu', this);
  }

  get isDisposed(): boolean {
    return this._rowMenu.isDisposed;
  }

  dispose(): void {
    if (!this.isDisposed) {
      this._panel.node.removeEventListener('contextmenu', this);
      this._rowMenu.dispose();
      this._blankMenu.dispose();
    }
  }

  handleEvent(event: Event): void {
    if (!(event instanceof MouseEvent) || event.shiftKey || isTextField(event.target)) {
      return;
    }
    event.preventDefault();
    const menu = this._panel.modelForClick(event) === undefined ? this._blankMenu : this._rowMenu;
    menu.open(event.clientX, event.clientY);
  }

  private readonly _rowMenu: RankedMenu;
  private readonly _blankMenu: RankedMenu;
}

function createMenu(commands: CommandRegistry, groups: readonly (readonly string[])[]): RankedMenu {
  const menu = new RankedMenu({ commands });
  groups.forEach((group, rank) => {
    menu.addGroup(
      group.map(command => ({ command })),
      rank
    );
  });
  return menu;
}

function isTextField(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement;
}
