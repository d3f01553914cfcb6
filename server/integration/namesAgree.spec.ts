/** A list and a copy give items of one folder the same names, whichever comes first. */
import { describe, expect, it } from '@jest/globals';
import { readdirSync } from 'node:fs';
import { withProxy } from '../testing/withProxy';

const stage = withProxy();

async function addFolder(): Promise<void> {
  const top = await stage.emulator.addFolder('top');
  const parents = [top.id];
  const target = await stage.emulator.addFile({ name: 'target', content: 'of the shortcut' });
  await stage.emulator.addShortcut('data.csv', target.id, { parents });
  await stage.emulator.addDocument('document', 'Plan', { text: 'a document' }, { parents });
  for (const [name, content] of [
    ['Plan.docx', 'a file'],
    ['Report.txt', 'one'],
    ['Report.txt', 'two'],
    ['Report.txt', 'three']
  ] as const) {
    await stage.emulator.addFile({ name, content, parents });
  }
}

async function listed(): Promise<string[]> {
  const query = { path: 'My Drive/top' };
  const { body } = await stage.proxy.call('GET /folder', { query });
  return body.items.filter(({ kind }) => kind !== 'document').map(({ name }) => name);
}

const here = (): string[] => readdirSync(stage.at('top'));

describe('the names of items', () => {
  it.each(['the list', 'the copy'])('are the same if %s comes first, and stay', async first => {
    await addFolder();
    const before = first === 'the list' ? await listed() : null;
    expect((await stage.proxy.copy(['My Drive/top'])).files.done).toBe(6);
    const names = await listed();
    expect(before ?? names).toEqual(names);
    expect(names).toEqual(expect.arrayContaining(['data.csv', 'Plan.docx', 'Report.txt']));
    const copied = here();
    expect(copied.filter(name => names.includes(name)).sort()).toEqual([...names].sort());
    expect(copied.filter(name => !names.includes(name))).toEqual([
      expect.stringMatching(/^Plan \(.+\)\.docx$/)
    ]);
    expect(stage.text('top', 'data.csv')).toBe('of the shortcut');
    expect(stage.text('top', 'Plan.docx')).toBe('a file');
    const again = await stage.proxy.copy(['My Drive/top']);
    expect([again.state, again.files.done, again.files.skipped, here()]).toEqual([
      'done',
      0,
      6,
      copied
    ]);
  });
});
