import { describe, expect, it } from '@jest/globals';

import { objectOf, textOf } from '../json';
import { withFixture } from '../testing/fixture';

const google = withFixture();

describe('the long-running download', () => {
  it('is pending, then done, and its address gives the bytes with the token only', async () => {
    const { id } = await google.emulator.addDocument('document', 'd', { text: 'hello' });
    await google.emulator.setKnobs({ operationMs: 60_000 });
    const begun = await google.ask('POST', `/drive/v3/files/${id}/download?mimeType=text/plain`);
    await google.emulator.setKnobs({ operationMs: 0, clockSkewSeconds: 61 });
    await google.signIn();
    const done = await google.get(`/drive/v3/operations/${textOf(begun.json, 'name') ?? ''}`);
    const uri = textOf(objectOf(done.json, 'response') ?? {}, 'downloadUri') ?? '';
    const bytes = await google.get(uri);
    const stranger = await google.get(uri, { token: '' });
    await google.emulator.setKnobs({ clockSkewSeconds: 0 });
    expect([begun.json.done, done.json.done]).toEqual([undefined, true]);
    expect([bytes.text, stranger.status]).toEqual(['\ufeffhello', 403]);
  });

  it('is the only way to a video', async () => {
    const { id } = await google.emulator.addDocument('vid', 'v', { text: 'x' });
    const exportAnswer = await google.get(`/drive/v3/files/${id}/export?mimeType=video/mp4`);
    const { status, json } = await google.ask('POST', `/drive/v3/files/${id}/download`);
    expect([exportAnswer.reason, status, json.done]).toEqual(['fileNotExportable', 200, true]);
  });
});
