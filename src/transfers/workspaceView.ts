import { PathExt } from '@jupyterlab/coreutils';
import type { FileBrowser } from '@jupyterlab/filebrowser';

const ARRIVED_CLASS = 'jp-GDrive-mod-arrived';
const ARRIVED_MS = 4000;

/** The workspace as JupyterLab's own file browser shows it. */
export class WorkspaceView {
  constructor(readonly browser: FileBrowser) {}

  /** The folder shown; '' is the root. */
  get folder(): string {
    return this.browser.model.path;
  }

  get selectedPaths(): readonly string[] {
    return [...this.browser.selectedItems()].map(({ path }) => path);
  }

  /** Files arrived: shows them, if the person looks at the folder that they are in. */
  async notice(paths: readonly string[]): Promise<void> {
    const here = paths.filter(path => PathExt.dirname(path) === this.folder);
    const [first] = here;
    if (first === undefined) {
      await this.browser.model.refresh();
      return;
    }
    await this.browser.selectItemByName(PathExt.basename(first));
    this._mark(new Set(here.map(path => PathExt.basename(path))));
  }

  /** Goes to the folder of the first of these files and shows them. */
  async show(paths: readonly string[]): Promise<void> {
    const [first] = paths;
    if (first !== undefined) {
      await this.browser.model.cd(`/${PathExt.dirname(first)}`);
      await this.notice(paths);
    }
  }

  /** JupyterLab selects one row by name; the others are shown by a fading mark. */
  private _mark(names: ReadonlySet<string>): void {
    const rows = this.browser.node.querySelectorAll<HTMLElement>(
      '.jp-FileBrowser-listing:not(#jp-gdrive-browser *) .jp-DirListing-item'
    );
    for (const row of rows) {
      const name = row.querySelector('.jp-DirListing-itemText')?.textContent ?? '';
      if (names.has(name)) {
        row.classList.add(ARRIVED_CLASS);
        window.setTimeout(() => {
          row.classList.remove(ARRIVED_CLASS);
        }, ARRIVED_MS);
      }
    }
  }
}
