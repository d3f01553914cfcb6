/** Whether `done` means done: what a transfer was to move, and nobody touched, is on the other side. Pure. */
import type { Transfer } from '../../protocol';
import { EMPTY_MD5 } from '../bytes';
import type { Source } from './begun';
import type { Finding } from './findings';
import type { HereFile, ThereFile } from './judge';
import type { Model } from './model';

export function judgeWhole(
  model: Model,
  transfers: readonly Transfer[],
  here: readonly HereFile[],
  there: readonly ThereFile[]
): readonly Finding[] {
  const stand = {
    copy: new Set(here.map(({ md5 }) => md5)),
    upload: new Set(there.flatMap(({ revisions }) => revisions))
  };
  return transfers
    .filter(({ state }) => state === 'done')
    .flatMap(({ id, kind }): Finding[] => {
      const sources = model.transfers.get(id)?.sources ?? [];
      const still = sources.filter(source => isUntouched(source, kind, model, here));
      const missing = still.filter(({ md5 }) => !stand[kind].has(md5));
      // What a person left out, or had replaced by something else afterwards.
      const allowed =
        model.questions.chosen(id, 'skip') + model.questions.chosenAnywhere('replace');
      return missing.length > allowed
        ? [
            {
              kind: 'not whole',
              text: `The ${kind} ${id} is done, and did not move ${missing
                .map(({ md5 }) => model.versions.label(md5))
                .join(', ')}; ${allowed} were left out or replaced by answers.`
            }
          ]
        : [];
    });
}

/** What the user moved away was not under the name that was chosen when the upload was tried again. */
function isUntouched(
  { what, md5 }: Source,
  kind: Transfer['kind'],
  model: Model,
  here: readonly HereFile[]
): boolean {
  return (
    md5 !== EMPTY_MD5 &&
    !model.mine.hasEnded(md5) &&
    (kind === 'upload'
      ? here.some(file => file.path === what && file.md5 === md5)
      : !model.theirs.wasTouched(what))
  );
}
