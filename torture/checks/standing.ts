/** Both sides as they stand. */
import path from 'node:path';
import { md5OfFile } from '../bytes';
import { allBelow } from '../actions/files';
import type { HereFile, ThereFile } from '../model/judge';
import type { World } from '../world/world';

export function standingHere({ workspace }: World): readonly HereFile[] {
  return allBelow(workspace, true)
    .filter(({ kind }) => kind === 'file')
    .map(({ path: file }) => ({ path: file, md5: md5OfFile(path.join(workspace, file)) }));
}

/** Files with bytes. */
export async function standingThere({ emulator, me, other }: World): Promise<readonly ThereFile[]> {
  const items = await emulator.snapshot();
  const files = items.filter(({ mimeType }) => !mimeType.includes('google-apps'));
  return Promise.all(
    files.map(async ({ id, name, parents, owner, trashed }) => ({
      ...{ id, name, trashed, parent: parents[0] ?? '' },
      revisions: await (owner === emulator.subject ? me : other).revisions(id)
    }))
  );
}
