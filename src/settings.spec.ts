import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { DEFAULT_SETTINGS } from '../protocol/status';
import { readDriveSettings } from './settings';

const read = (values: Record<string, unknown>) => readDriveSettings(key => values[key]);

describe('the settings of a person', () => {
  it('are the defaults of the protocol where nothing or nonsense is set', () => {
    expect(read({})).toEqual(DEFAULT_SETTINGS);
    expect(
      read({
        credentials: 'mine',
        keyFile: 7,
        uploads: 'yes',
        askAboveFiles: -1,
        exportDrawings: 0
      })
    ).toEqual(DEFAULT_SETTINGS);
  });

  it('are taken as set, without blanks around a pasted text', () => {
    const values = {
      credentials: 'keyFile',
      keyFile: ' /k.json ',
      uploads: true,
      askAboveFiles: 9
    };
    expect(read(values)).toEqual({ ...DEFAULT_SETTINGS, ...values, keyFile: '/k.json' });
  });

  it('have the same defaults in the schema', () => {
    const schema: unknown = JSON.parse(readFileSync('schema/plugin.json', 'utf8'));
    const shown = Object.entries(DEFAULT_SETTINGS).map(
      ([key, value]) => [key, { default: value }] as const
    );
    expect(schema).toMatchObject({ properties: Object.fromEntries(shown) });
  });
});
