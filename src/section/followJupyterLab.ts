import type { ILabShell } from '@jupyterlab/application';
import type { IDocumentManager } from '@jupyterlab/docmanager';
import type { CommandRegistry } from '@lumino/commands';
import { isGlobalPath } from '../contents/contentsModel';
import type { DriveSection } from './driveSection';

/** JupyterLab's own, at the end of "Show in File Browser". */
const SHOW_BROWSER = 'filebrowser:activate';

type Parts = {
  readonly commands: CommandRegistry;
  readonly docManager: IDocumentManager;
  readonly section: DriveSection;
  readonly shell: ILabShell;
};

/** Has the panel ready while a document of Drive is in front, and opens the section where JupyterLab shows its folder. */
export function followJupyterLab({ commands, docManager, section, shell }: Parts): void {
  shell.currentChanged.connect((_, { newValue }) => {
    const path = newValue === null ? '' : (docManager.contextForWidget(newValue)?.path ?? '');
    if (isGlobalPath(path)) {
      void section.prepare();
    }
  });
  commands.commandExecuted.connect((_, { id, args }) => {
    if (id === SHOW_BROWSER && typeof args.path === 'string' && isGlobalPath(args.path)) {
      void section.reveal();
    }
  });
}
