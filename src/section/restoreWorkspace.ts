import type { FileBrowser } from '@jupyterlab/filebrowser';
import type { IStateDB } from '@jupyterlab/statedb';
import { isRecord } from '../../protocol/isRecord';

/** What JupyterLab hides its list with until it has followed an address. */
const RESTORING_CLASS = 'jp-mod-restoring';

/**
 * Shows the folder of the workspace that was shown last. Where an address leads into Drive, JupyterLab
 * leaves the list of the workspace empty, and hidden for as long as Drive takes.
 */
export async function restoreWorkspace(
  { id, model, node }: FileBrowser,
  state: IStateDB | null
): Promise<void> {
  await model.restored;
  if (model.path === '') {
    const saved: unknown = await state?.fetch(`file-browser-${id}:cwd`).catch(() => undefined);
    const path = isRecord(saved) && typeof saved.path === 'string' ? saved.path : '';
    const isThere = await model.manager.services.contents.get(path, { content: false }).then(
      () => true,
      () => false
    );
    await model.cd(isThere ? `/${path}` : '/');
  }
  await model.refresh();
  node.classList.remove(RESTORING_CLASS);
}
