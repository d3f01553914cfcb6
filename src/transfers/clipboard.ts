import type { CommandRegistry } from '@lumino/commands';
import type { DriveItem } from '../../protocol/items';

/** JupyterLab's own: they never mean the section. */
const COPY_COMMANDS = ['filebrowser:copy', 'filebrowser:cut'];

/**
 * What was copied with Ctrl+C in the section, for pasting into the workspace. JupyterLab's
 * file browsers each have a clipboard of their own; copying there later empties this one.
 */
export class DriveClipboard {
  constructor(private readonly _commands: CommandRegistry) {
    _commands.commandExecuted.connect(this._onExecuted, this);
  }

  get items(): readonly DriveItem[] {
    return this._items;
  }

  set(items: readonly DriveItem[]): void {
    this._items = items;
    this._commands.notifyCommandChanged();
  }

  private _onExecuted(_: CommandRegistry, { id }: CommandRegistry.ICommandExecutedArgs): void {
    if (COPY_COMMANDS.includes(id)) {
      this._items = [];
    }
  }

  private _items: readonly DriveItem[] = [];
}
