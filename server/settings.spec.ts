import { describe, expect, it } from '@jest/globals';
import { DEFAULT_SETTINGS } from '../protocol';
import { checkSettings, settingsOfFile, SETTINGS_PROBLEMS } from './settings';

describe('settings', () => {
  it('are the defaults where nothing is set, whatever else is', () => {
    const given = { ofTomorrow: { deep: [1] }, toolbar: [], constructor: 7, keyFile: undefined };
    expect(checkSettings(given)).toEqual({ settings: DEFAULT_SETTINGS, wrong: [] });
  });

  it('are cut of blanks around a pasted text', () => {
    const { settings } = checkSettings({ keyFile: ' /k.json\n', rootFolder: '\tabc ' });
    expect([settings.keyFile, settings.rootFolder]).toEqual(['/k.json', 'abc']);
  });

  it.each(['-----BEGIN PRIVATE KEY-----', '{"type":"service_account"}', 'a\nb'])(
    'do not give back what was pasted where the path of a key belongs: %j',
    keyFile => {
      const told = JSON.stringify(checkSettings({ keyFile }));
      expect(told).not.toContain(JSON.stringify(keyFile).slice(1, -1));
      expect(told).toContain('not the key itself');
    }
  );

  it('say what is wrong of each, what it takes, and what is in force until then', () => {
    const given = { uploads: 'yes', askAboveFiles: -1, keyFile: 7, exportDrawings: 'gif' };
    expect(checkSettings(given).wrong.map(({ message }) => message)).toEqual([
      'The setting “keyFile” must be the path of a file on the server, not the key itself, of at most 4096 characters. Until it is corrected, it counts as empty.',
      'The setting “exportDrawings” must be one of svg, png. Until it is corrected, svg is used.',
      'The setting “uploads” must be true or false. Until it is corrected, false is used.',
      'The setting “askAboveFiles” must be a number, 0 or more. Until it is corrected, 5000 is used.'
    ]);
  });

  it.each([[Number.NaN], [Number.POSITIVE_INFINITY], [Number.NEGATIVE_INFINITY]])(
    'are finite numbers: not %d',
    askAboveGigabytes => {
      const { settings, wrong } = checkSettings({ askAboveGigabytes, uploads: true });
      expect(settings).toEqual({ ...DEFAULT_SETTINGS, uploads: true });
      expect(wrong.map(({ key }) => key)).toEqual(['askAboveGigabytes']);
    }
  );

  it.each([[null], [[]], ['text'], [7]])(
    'that are %j at the start: a sentence, and defaults',
    given => {
      expect(settingsOfFile(given, null)).toEqual({
        settings: DEFAULT_SETTINGS,
        wrong: [{ key: '', message: expect.stringContaining('Correct it in the Settings Editor') }]
      });
    }
  );

  it('whose file can’t be used have a sentence of their own each', () => {
    const messages = SETTINGS_PROBLEMS.map(
      problem => settingsOfFile({}, problem).wrong[0]?.message
    );
    expect(new Set(messages).size).toBe(SETTINGS_PROBLEMS.length);
  });
});
