import { describe, expect, it } from '@jest/globals';
import { codeToRead, pathFromNotebook } from './insertCode';

describe('code that reads a copied file', () => {
  it.each([
    ['a.csv', 'pd.read_csv("a.csv")'],
    ['a.TSV', 'pd.read_table("a.TSV")'],
    ['a.parquet', 'pd.read_parquet("a.parquet")'],
    ['a.xlsx', 'pd.read_excel("a.xlsx")'],
    ['a.json', 'json.load(file)'],
    ['a.ipynb', 'nbformat.read("a.ipynb", as_version=4)'],
    ['a.bin', 'open("a.bin", "rb")'],
    ['say "hi".csv', 'pd.read_csv("say \\"hi\\".csv")']
  ])('for %s says %s', (path, code) => {
    expect(codeToRead(path, 'python')).toContain(code);
  });

  it.each([
    ['R', '$(rm).csv', '"$(rm).csv"'],
    ['julia', '$(run(`ls`)).csv', '"\\$(run(`ls`)).csv"'],
    ['julia', '\\$x', '"\\\\\\$x"'],
    ['javascript', 'say "$1"\n', '"say \\"$1\\"\\n"'],
    ['go', 'a.csv', '"a.csv"']
  ])('is the path as a string of %s, which does nothing: %s', (language, path, literal) => {
    expect(codeToRead(path, language)).toBe(literal);
  });

  it.each(['bash', 'sh', 'powershell', 'perl', 'ruby', 'tcl', 'constructor', ''])(
    'is none in the language "%s", where a string might do something',
    language => {
      expect(codeToRead('$(rm -rf ~)', language)).toBeNull();
    }
  );

  it('names the file as a kernel in the folder of the notebook sees it', () => {
    expect([
      pathFromNotebook('work/n.ipynb', 'work/data/a.csv'),
      pathFromNotebook('work/n.ipynb', 'a.csv'),
      pathFromNotebook('', 'data/a.csv')
    ]).toEqual(['data/a.csv', '../a.csv', 'data/a.csv']);
  });
});
