import { describe, expect, it } from '@jest/globals';

import { isJsonObject, textOf } from '../json';
import type { Answer } from '../testing/fixture';
import { listOf, withFixture } from '../testing/fixture';

const google = withFixture();

describe('changes', () => {
  const since = async (token: string, more = ''): Promise<Answer> =>
    google.get(`/drive/v3/changes?pageToken=${token}&fields=*${more}`);
  const start = async (): Promise<string> =>
    textOf((await google.get('/drive/v3/changes/startPageToken')).json, 'startPageToken') ?? '';

  it('tells each file once, trash as a file and deletion as removed', async () => {
    const token = await start();
    const { emulator } = google;
    const kept = await emulator.addFile({ name: 'kept', content: 'x' });
    const doomed = await emulator.addFile({ name: 'doomed', content: 'x' });
    await google.ask('PATCH', `/drive/v3/files/${kept.id}`, { body: { trashed: true } });
    await google.ask('DELETE', `/drive/v3/files/${doomed.id}`);
    const { json } = await since(token);
    const changes = listOf(json, 'changes').map(change => [
      change.fileId,
      change.removed,
      isJsonObject(change.file) ? change.file.trashed : undefined
    ]);
    expect(changes).toEqual([
      [kept.id, false, true],
      [doomed.id, true, undefined]
    ]);
    const quiet = await since(textOf(json, 'newStartPageToken') ?? '');
    expect([quiet.json.changes, quiet.json.nextPageToken]).toEqual([[], undefined]);
  });

  it('tells the last change last', async () => {
    const token = await start();
    const one = await google.emulator.addFile({ name: 'one', content: '' });
    const two = await google.emulator.addFile({ name: 'two', content: '' });
    await google.ask('PATCH', `/drive/v3/files/${one.id}`, { body: { name: 'changed' } });
    const { json } = await since(token);
    expect(listOf(json, 'changes').map(change => change.fileId)).toEqual([two.id, one.id]);
  });

  it('comes in pages', async () => {
    const token = await start();
    for (let at = 0; at < 3; at += 1) {
      await google.emulator.addFile({ name: `c${at}`, content: '' });
    }
    const first = await since(token, '&pageSize=2');
    const second = await since(textOf(first.json, 'nextPageToken') ?? '', '&pageSize=2');
    expect([listOf(first.json, 'changes').length, first.json.newStartPageToken]).toEqual([
      2,
      undefined
    ]);
    expect([listOf(second.json, 'changes').length, typeof second.json.newStartPageToken]).toEqual([
      1,
      'string'
    ]);
  });

  it('refuses tokens that are none', async () => {
    const answers = [await google.get('/drive/v3/changes'), await since('x'), await since('0')];
    expect(answers.map(answer => [answer.status, answer.reason])).toEqual([
      [400, 'required'],
      [400, 'invalid'],
      [400, 'invalid']
    ]);
  });
});
