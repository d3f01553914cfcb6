/** What lies below a folder of the emulator's Drive. For specs. */
import { createHash } from 'node:crypto';
import type { EmulatorProcess } from '../../emulator/client';

export const md5 = (text: string | Buffer): string => createHash('md5').update(text).digest('hex');

/** Paths below the folder, with checksums of files; what is in the trash is left out. */
export async function driveTree(emulator: EmulatorProcess, folder: string): Promise<string[]> {
  const items = await emulator.snapshot();
  const byId = new Map(items.map(item => [item.id, item]));
  const pathOf = (id: string): string | null => {
    const item = byId.get(id);
    if (item === undefined || id === folder) {
      return id === folder ? '' : null;
    }
    const above = pathOf(item.parents[0] ?? '');
    return above === null ? null : `${above}/${item.name}`;
  };
  return items
    .filter(({ id, trashed }) => id !== folder && !trashed)
    .flatMap(({ id, md5: sum }) => {
      const path = pathOf(id);
      return path === null ? [] : [sum === undefined ? path : `${path} ${sum}`];
    })
    .sort();
}
