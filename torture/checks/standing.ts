/** Both sides as they stand. */
import path from 'node:path';
import { md5OfFile } from '../bytes';
import { allBelow } from '../actions/files';
import { FOLDER } from '../actions/there';
import type { HereFile, ThereFile } from '../model/judge';
import type { World } from '../world/world';

export function standingHere({ workspace }: World): readonly HereFile[] {
  return allBelow(workspace, true)
    .filter(({ kind }) => kind === 'file')
    .map(({ path: file }) => ({ path: file, md5: md5OfFile(path.join(workspace, file)) }));
}

/** Files with bytes, and folders. */
export async function standingThere({ emulator, me, other }: World): Promise<readonly ThereFile[]> {
  const items = await emulator.snapshot();
  const shown = items.filter(
    ({ mimeType }) => mimeType === FOLDER || !mimeType.includes('google-apps')
  );
  return Promise.all(
    shown.map(async ({ id, name, mimeType, parents, owner, trashed }) => {
      const person = owner === emulator.subject ? me : other;
      const revisions = mimeType === FOLDER ? [] : await person.revisions(id);
      return { id, name, trashed, revisions, parent: parents[0] ?? '' };
    })
  );
}
