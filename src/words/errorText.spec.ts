import { describe, expect, it } from '@jest/globals';
import { DriveError, ERROR_CODES } from '../../protocol/errors';
import { errorSentence, errorText } from './errorText';
import { trans } from '../testing/samples';

const say = (code: string, details = {}, message = 'As told.'): string =>
  errorSentence({ code, message, details }, trans);

describe('errorText', () => {
  it.each(ERROR_CODES)('words %s in whole sentences, with and without details', code => {
    const { title, advice } = errorText(new DriveError(code, 'As told.'), trans);
    expect(title).toMatch(/\S/);
    expect(`${title} ${advice}`).not.toMatch(/undefined|null|NaN|\[object|%\d/);
  });

  it('puts the details where they belong', () => {
    expect([
      say('keyFileMissing', { path: '/keys/a.json' }),
      say('keyWrongType', { origin: 'the file a.json', type: 'authorized_user' }),
      say('clockWrong', { skewSeconds: 4000 }),
      say('tooLarge', { bytes: 209715200 }),
      say('storageFull', { path: 'a.csv' }),
      say('nodeTooOld', { found: '18.1.0', needed: '22' }),
      say('workspaceDenied', { path: '' })
    ]).toEqual([
      'There is no key file at "/keys/a.json". Correct the path in the settings. It is a path on the Jupyter server.',
      expect.stringContaining(
        'The key in the file a.json is of type "authorized_user", not a service-account key.'
      ),
      expect.stringContaining('wrong by 4000 seconds'),
      '200 MB is too large to open here. Copy it to the workspace instead.',
      expect.stringContaining('full, so "a.csv" was not written'),
      expect.stringContaining('needs Node.js 22 or newer, not 18.1.0'),
      expect.stringContaining('"/"')
    ]);
  });

  it('hands on what the proxy says where only the proxy knows', () => {
    expect([
      say('notSupported', {}, 'Folders cannot be copied yet.'),
      say('codeOfTomorrow', {}, 'Said by a newer proxy.')
    ]).toEqual(['Folders cannot be copied yet.', 'Said by a newer proxy.']);
  });
});
