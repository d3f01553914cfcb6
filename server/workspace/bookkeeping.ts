/** What Jupyter, its common extensions and we ourselves put beside people's files. Pure. */

const FOLDERS = new Set([
  '.ipynb_checkpoints',
  /** jupyterlab-lsp's. */
  '.virtual_documents'
]);
/** Files half written, Jupyter's and ours (fileWriter.ts); jupyter-collaboration's database. */
const FILES = /^(\.~.*|\.jupyter_ystore\.db(-(journal|wal|shm))?)$/s;

/** Whether a name inside a folder is bookkeeping, not a person's work: left out silently. */
export function isBookkeeping(name: string): boolean {
  return FOLDERS.has(name) || FILES.test(name);
}
