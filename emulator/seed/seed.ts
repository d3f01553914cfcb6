import { plantCrowd } from './crowd';
import type { World } from './planting';
import { ADA, plantSample } from './sample';

/** Fills an empty Google: `empty` has one person and no files, `sample` a data person's Drive, a number that many files of 20 kB. */
export function plant(google: World, seed: string, serviceAccount: string): void {
  if (seed === 'empty') {
    google.accounts.addUser(ADA, 'Ada Lovelace');
  } else if (seed === 'sample') {
    plantSample(google, serviceAccount);
  } else if (/^\d{1,7}$/.test(seed)) {
    plantCrowd(google, Number(seed));
  } else {
    throw new Error(`There is no seed ${seed}: empty, sample or a number of files.`);
  }
}

export { ADA };
