import type { Json } from '../json';

type Cell = { kind: 'markdown' | 'code'; source: string; output?: string; isTrusted?: boolean };

/** A notebook of nbformat 4.5. */
export function notebook(cells: readonly Cell[]): string {
  const whole: Json = {
    cells: cells.map((cell, at) => toJson(cell, at)),
    metadata: {
      kernelspec: { display_name: 'Python 3 (ipykernel)', language: 'python', name: 'python3' },
      language_info: { name: 'python', version: '3.11.2' }
    },
    nbformat: 4,
    nbformat_minor: 5
  };
  return `${JSON.stringify(whole, null, 1)}\n`;
}

function toJson({ kind, source, output, isTrusted }: Cell, at: number): Json {
  const cell = {
    cell_type: kind,
    id: `cell-${at}`,
    metadata: isTrusted === true ? { trusted: true } : {},
    source: source.split(/(?<=\n)/)
  };
  if (kind === 'markdown') {
    return cell;
  }
  const outputs = output === undefined ? [] : [html(output)];
  return { ...cell, execution_count: output === undefined ? null : at, outputs };
}

function html(output: string): Json {
  return {
    output_type: 'display_data',
    data: { 'text/html': [output], 'text/plain': ['<output>'] },
    metadata: {}
  };
}

export const ANALYSIS = notebook([
  { kind: 'markdown', source: '# Weather stations\n\nMonthly means of all stations.' },
  {
    kind: 'code',
    source: "import pandas as pd\n\nstations = pd.read_csv('stations.csv')\nstations.head()"
  },
  { kind: 'code', source: "stations.groupby('month')['temperature'].mean().plot()" }
]);

/** Says of its own cells that they may be trusted; whoever opens it must not believe that. */
export const CLAIMS_TRUST = notebook([
  { kind: 'markdown', source: '# Shared by a stranger', isTrusted: true },
  {
    kind: 'code',
    source: "print('hello')",
    output:
      '<img src=x onerror="window.strangersScriptRan = true; document.title = \'A stranger was here\'">',
    isTrusted: true
  }
]);
