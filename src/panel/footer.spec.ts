import { describe, expect, it } from '@jest/globals';
import { status, trans } from '../testing/samples';
import { footerNotes } from './footer';

const notes = (fields: Parameters<typeof status>[0]): readonly string[] =>
  footerNotes(status(fields), trans).map(({ text }) => text);

describe('the notes below the rows', () => {
  it('say whose Drive it is', () => {
    expect(notes({})).toEqual(['ada@example.org']);
  });

  it('say what is special about it', () => {
    expect(
      notes({
        endpoint: 'http://127.0.0.1:9',
        connection: 'offline',
        canUpload: false,
        workspaceOnDisk: false,
        locked: { rootFolder: 'Projects', credentials: 'serviceAccount' }
      })
    ).toEqual([
      'Offline: Google Drive cannot be reached.',
      'Not Google: an emulator at http://127.0.0.1:9',
      'ada@example.org',
      'Read-only',
      'This workspace is not on disk: nothing can be copied.',
      'Set by your administrator: credentials serviceAccount, root folder Projects'
    ]);
  });
});
