import type { World } from './planting';
import { Planter } from './planting';
import { ADA } from './sample';

const PER_FOLDER = 1000;
const FILE_BYTES = 20_000;

/** Ada's Drive with `count` files of 20 kB, a thousand a folder: for questions of scale. */
export function plantCrowd(google: World, count: number): void {
  google.accounts.addUser(ADA, 'Ada Lovelace');
  const planter = new Planter(google.store);
  for (let at = 0; at < count; at += PER_FOLDER) {
    const number = String(at / PER_FOLDER).padStart(4, '0');
    const folder = planter.folder({ owner: ADA }, `folder-${number}`);
    for (let inside = at; inside < Math.min(count, at + PER_FOLDER); inside += 1) {
      const name = `file-${String(inside).padStart(6, '0')}.bin`;
      planter.file({ owner: ADA, parents: [folder.id] }, name, { seed: inside, size: FILE_BYTES });
    }
  }
}
