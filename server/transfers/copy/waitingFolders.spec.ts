import { describe, expect, it } from '@jest/globals';
import type { WalkedFolder } from './walked';
import { WaitingFolders } from './waitingFolders';

const folder = (n: number, driveId: string | null, ownedByMe = true): WalkedFolder => ({
  ...{ n, id: `f${n}`, driveId, ownedByMe, local: `f${n}`, entry: `f${n}`, above: null }
});

function takeAll(waiting: WaitingFolders): WalkedFolder[][] {
  const all: WalkedFolder[][] = [];
  for (let group = waiting.take(50, 12); group.length > 0; group = waiting.take(50, 12)) {
    all.push(group);
  }
  return all;
}

describe('folders that wait', () => {
  it('are taken once each, with none but those of their drive, and alone where others own them', () => {
    const folders = Array.from({ length: 300 }, (_, n) =>
      folder(n, [null, 'a', 'b'][n % 3] ?? null, n % 2 === 0)
    );
    const groups = takeAll(new WaitingFolders(folders));
    expect(
      groups
        .flat()
        .map(({ n }) => n)
        .sort((a, b) => a - b)
    ).toEqual(folders.map(({ n }) => n));
    for (const group of groups) {
      expect(new Set(group.map(({ driveId }) => driveId)).size).toBe(1);
      expect(group.length === 1 || group.every(one => one.driveId !== null || one.ownedByMe)).toBe(
        true
      );
    }
    expect(groups[0]).toHaveLength(50);
  });

  it('are looked at once each, however many there are, and of however many drives', () => {
    let looks = 0;
    const counted = Array.from({ length: 100_000 }, (_, n): WalkedFolder => ({
      ...folder(n, null),
      get driveId() {
        looks += 1;
        return n % 2 === 0 ? null : `drive ${n}`;
      }
    }));
    expect(takeAll(new WaitingFolders(counted)).flat()).toHaveLength(100_000);
    expect(looks).toBe(100_000);
  });
});
