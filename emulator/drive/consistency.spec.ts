import { describe, expect, it } from '@jest/globals';

import { textOf } from '../json';
import { withFixture } from '../testing/fixture';

const google = withFixture({ isNewForEach: true });

describe('consistency', () => {
  it('finds a new name late, but its parent’s child at once', async () => {
    await google.emulator.setKnobs({ nameQueryLagMs: 5000 });
    const folder = await google.emulator.addFolder('f');
    await google.ask('POST', '/drive/v3/files', { body: { name: 'new', parents: [folder.id] } });
    const early = await google.names(`name = 'new'`);
    const child = await google.names(`'${folder.id}' in parents`);
    await google.emulator.setKnobs({ clockSkewSeconds: 6 });
    expect([early, child, await google.names(`name = 'new'`)]).toEqual([[], ['new'], ['new']]);
  });

  it('hides a new item of a shared drive for a while', async () => {
    const driveId = await google.emulator.addDrive('t', { 'ada@example.org': 'organizer' });
    await google.emulator.setKnobs({ sharedDriveLagMs: 5000 });
    const made = await google.ask('POST', '/drive/v3/files?supportsAllDrives=true', {
      body: { name: 'n', parents: [driveId] }
    });
    const path = `/drive/v3/files/${textOf(made.json, 'id') ?? ''}?supportsAllDrives=true`;
    const early = await google.get(path);
    await google.emulator.setKnobs({ clockSkewSeconds: 6 });
    expect([early.status, (await google.get(path)).status]).toEqual([404, 200]);
  });

  it('lists old metadata for a while', async () => {
    const file = await google.emulator.addFile({ name: 'before', content: '' });
    await google.emulator.setKnobs({ listMetadataLagMs: 5000 });
    await google.ask('PATCH', `/drive/v3/files/${file.id}`, { body: { name: 'after' } });
    const early = await google.names('trashed=false');
    await google.emulator.setKnobs({ clockSkewSeconds: 6 });
    expect([early, await google.names('trashed=false')]).toEqual([['before'], ['after']]);
  });

  it.each([
    ['empty', 0, 0],
    ['partial', 1, 19]
  ] as const)('answers groups of parents wrongly: %s', async (bug, least, most) => {
    const folders = [await google.emulator.addFolder('a'), await google.emulator.addFolder('b')];
    const parents = folders.map(({ id }) => `'${id}' in parents`);
    for (let at = 0; at < 20; at += 1) {
      const parent = folders[at % 2]?.id ?? '';
      await google.emulator.addFile({ parents: [parent], name: `f${at}`, content: '' });
    }
    await google.emulator.setKnobs({
      groupedParentsBug: bug,
      groupedParentsShare: bug === 'empty' ? 1 : 0.5
    });
    const grouped = await google.names(parents.join(' or '));
    const single = await google.names(parents[0] ?? '');
    expect(single).toHaveLength(10);
    expect(grouped.length).toBeGreaterThanOrEqual(least);
    expect(grouped.length).toBeLessThanOrEqual(most);
  });
});
