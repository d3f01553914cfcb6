/** Code that reads a copied file, for the language of a notebook. Pure. */
import { PathExt } from '@jupyterlab/coreutils';

/** How pandas reads a file, by its extension. */
const PANDAS_READERS: ReadonlyMap<string, string> = new Map([
  ['.csv', 'read_csv'],
  ['.feather', 'read_feather'],
  ['.parquet', 'read_parquet'],
  ['.tsv', 'read_table'],
  ['.xls', 'read_excel'],
  ['.xlsx', 'read_excel']
]);

/** Languages whose double-quoted strings are JSON's, and put nothing into them. */
const LIKE_JSON = new Set(['c#', 'csharp', 'go', 'java', 'javascript', 'r', 'scala', 'typescript']);
/** The same, but for `$`, which would run what a name says. */
const WITH_DOLLARS = new Set(['groovy', 'julia', 'kotlin']);

/** The path of `file` as a kernel sees it that runs in the folder of `notebook`. */
export function pathFromNotebook(notebook: string, file: string): string {
  return PathExt.relative(PathExt.dirname(notebook), file);
}

/**
 * Python that reads the file at `path`, or in another language the path as a string. Null where no
 * string is known that does nothing by itself: a shell would run it, and names come from strangers.
 */
export function codeToRead(path: string, language: string): string | null {
  const literal = JSON.stringify(path);
  const name = language.toLowerCase();
  if (name === 'python' || name === 'ipython') {
    return pythonToRead(path, literal);
  }
  if (LIKE_JSON.has(name)) {
    return literal;
  }
  return WITH_DOLLARS.has(name) ? literal.replaceAll('$', String.raw`\$`) : null;
}

function pythonToRead(path: string, literal: string): string {
  const extension = PathExt.extname(path).toLowerCase();
  const reader = PANDAS_READERS.get(extension);
  if (reader !== undefined) {
    return `import pandas as pd\n\ndf = pd.${reader}(${literal})`;
  }
  switch (extension) {
    case '.json':
      return `import json\n\nwith open(${literal}, encoding="utf-8") as file:\n    data = json.load(file)`;
    case '.ipynb':
      return `import nbformat\n\nnotebook = nbformat.read(${literal}, as_version=4)`;
    default:
      return `with open(${literal}, "rb") as file:\n    data = file.read()`;
  }
}
