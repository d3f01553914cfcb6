/** Whether a name may come of another one: names are made safe, cut, and get suffixes on their way. Pure. */

/** What is left of a name whatever the product may do to it. */
const LETTERS = /[\p{L}\p{N}]/gu;
/** Characters compared: shorter than any cut. */
const COMPARED = 12;

function trunk(name: string): string {
  const letters = name.normalize('NFKC').toLowerCase().match(LETTERS) ?? [];
  return letters.join('');
}

/** What is put before the ending where a name is taken: before all letters of `_.hidden`. */
const SUFFIX = / \([^()]*\)(?=(?:\.[^.]*)?$)/;

/** `report (2).csv` may come of `report.csv`, `_con.txt` of `con.txt`; `b.csv` of neither. */
export function mayComeOf(name: string, original: string): boolean {
  const [stem = ''] = original.split('.').filter(part => part !== '');
  const wanted = trunk(stem).slice(0, COMPARED);
  return [name, name.replace(SUFFIX, '')].some(each => trunk(each).startsWith(wanted));
}
