/** Code that reads a copied file, for a Python notebook. Pure. */
import { PathExt } from '@jupyterlab/coreutils';

/** How pandas reads a file, by its extension. */
const PANDAS_READERS: Readonly<Record<string, string>> = {
  '.csv': 'read_csv',
  '.feather': 'read_feather',
  '.parquet': 'read_parquet',
  '.tsv': 'read_table',
  '.xls': 'read_excel',
  '.xlsx': 'read_excel'
};

/** The path of `file` as a kernel sees it that runs in the folder of `notebook`. */
export function pathFromNotebook(notebook: string, file: string): string {
  return PathExt.relative(PathExt.dirname(notebook), file);
}

/** Python that reads the file at `path`, or, in another language, the path itself. */
export function codeToRead(path: string, language: string): string {
  const literal = JSON.stringify(path);
  if (language !== 'python') {
    return literal;
  }
  const extension = PathExt.extname(path).toLowerCase();
  const reader = PANDAS_READERS[extension];
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
