import { describe, expect, it } from '@jest/globals';
import type { Available, SourceSettings } from './source';
import { chooseSource, offeredSources } from './sources';

const nothing: Available = {
  serviceAccount: null,
  subject: '',
  applicationDefaultFile: null,
  lockCredentials: false
};
const ours = { serviceAccount: { file: '/admin.json', origin: 'c.GDrive' }, subject: 'ada@x.org' };
const gcloud = { applicationDefaultFile: '/adc.json' };
const locked = { lockCredentials: true };
const auto: SourceSettings = { credentials: 'auto', keyFile: '' };
const mine = { keyFile: '/mine.json' };

describe('the source in force', () => {
  it.each<[string, Partial<Available>, Partial<SourceSettings>, string, boolean]>([
    ['nothing at all', {}, {}, 'serviceAccount', false],
    ['the administrator’s', ours, {}, 'serviceAccount', true],
    ['a key file before the administrator’s', ours, mine, 'keyFile', true],
    ['a key file that is locked away', { ...ours, ...locked }, mine, 'serviceAccount', true],
    ['a lock without anything behind it', locked, mine, 'serviceAccount', false],
    [
      'the administrator’s by choice',
      ours,
      { ...mine, credentials: 'serviceAccount' },
      'serviceAccount',
      true
    ],
    ['a key file by choice', ours, { credentials: 'keyFile' }, 'keyFile', false],
    ['defaults, never silently', gcloud, {}, 'serviceAccount', false],
    [
      'defaults by choice',
      { ...ours, ...gcloud },
      { credentials: 'applicationDefault' },
      'applicationDefault',
      true
    ],
    [
      'defaults that are not there',
      ours,
      { credentials: 'applicationDefault' },
      'applicationDefault',
      false
    ]
  ])('%s', (_, available, settings, name, isThere) => {
    const source = chooseSource({ ...nothing, ...available }, { ...auto, ...settings });
    expect([source.name, source.isThere]).toEqual([name, isThere]);
  });

  it('acts for the subject only as the administrator’s', () => {
    const of = (settings: Partial<SourceSettings>) => {
      const { subject, isShared, origin } = chooseSource(
        { ...nothing, ...ours, ...gcloud },
        { ...auto, ...settings }
      );
      return { subject, isShared, origin };
    };
    expect([of({}), of(mine), of({ credentials: 'applicationDefault' })]).toEqual([
      { subject: 'ada@x.org', isShared: true, origin: 'c.GDrive' },
      { subject: '', isShared: false, origin: 'the settings' },
      { subject: '', isShared: false, origin: 'Application Default Credentials' }
    ]);
  });

  it.each<[string, Partial<SourceSettings>, RegExp]>([
    ['the administrator’s', {}, /not connected yet.*Enter the path/],
    ['a key file', { credentials: 'keyFile' }, /No key file is chosen yet/],
    ['defaults', { credentials: 'applicationDefault' }, /gcloud auth application-default login/]
  ])('says what to do where it is not there: %s', async (_, settings, sentence) => {
    const opened = chooseSource(nothing, { ...auto, ...settings }).open();
    await expect(opened).rejects.toMatchObject({ code: 'notConfigured' });
    await expect(opened).rejects.toThrow(sentence);
  });
});

describe('sources on offer', () => {
  it.each<[string, Partial<Available>, readonly string[]]>([
    ['none', ours, []],
    ['defaults', { ...ours, ...gcloud }, ['applicationDefault']],
    ['none where credentials are locked', { ...ours, ...gcloud, ...locked }, []]
  ])('are %s', (_, available, names) => {
    expect(offeredSources({ ...nothing, ...available }, { ...auto, ...mine })).toEqual(names);
  });
});
