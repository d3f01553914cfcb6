import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { DEFAULT_SETTINGS } from '../protocol/status';
import { DEFAULT_REFRESH_SECONDS, readSettings, type PanelSettings } from './settings';

type Value = string | number | boolean | null;

/** Settings as JupyterLab holds them: what the person set, before the defaults of the schema. */
const read = (user: Record<string, Value>): PanelSettings =>
  readSettings({ get: key => ({ user: user[key], composite: user[key] ?? defaults.get(key) }) });

const defaults = new Map<string, Value>(Object.entries(DEFAULT_SETTINGS));

describe('what the panel takes from the settings for itself', () => {
  it.each([
    ['nothing', {}, 'fileBrowser', 60],
    ['both', { section: 'sideBar', refreshInterval: 5 }, 'sideBar', 5],
    ['no refreshes', { refreshInterval: 0 }, 'fileBrowser', 0],
    ['the longest interval', { refreshInterval: 86_400 }, 'fileBrowser', 86_400],
    ['too long an interval', { refreshInterval: 86_401 }, 'fileBrowser', 60],
    ['less than nothing', { refreshInterval: -1 }, 'fileBrowser', 60],
    ['no number', { refreshInterval: '5' }, 'fileBrowser', 60],
    ['NaN', { refreshInterval: NaN }, 'fileBrowser', 60],
    ['a place of tomorrow', { section: 'mainArea' }, 'fileBrowser', 60],
    ['null', { section: null, refreshInterval: null }, 'fileBrowser', 60]
  ])('where there is %s', (_, user, section, refreshInterval) => {
    expect(read(user)).toMatchObject({ section, refreshInterval });
  });
});

describe('what the panel hands on to the proxy', () => {
  it('is what JupyterLab holds for each key of the proxy, right or wrong', () => {
    const user = { keyFile: ' /k.json ', askAboveFiles: -1, uploads: 'yes', rootFolder: 'x', y: 1 };
    const { y, ...ofProxy } = user;
    expect([read(user).drive, y]).toEqual([
      { values: { ...DEFAULT_SETTINGS, ...ofProxy }, areSet: true },
      1
    ]);
  });

  it('tells defaults from what the person set', () => {
    expect([read({}).drive, read({ section: 'sideBar' }).drive.areSet]).toEqual([
      { values: DEFAULT_SETTINGS, areSet: false },
      false
    ]);
  });
});

describe('the schema of the settings', () => {
  const schema: unknown = JSON.parse(readFileSync('schema/plugin.json', 'utf8'));

  it('has the defaults of the protocol and of the panel', () => {
    const shown = Object.entries({
      ...DEFAULT_SETTINGS,
      section: 'fileBrowser',
      refreshInterval: DEFAULT_REFRESH_SECONDS
    }).map(([key, value]) => [key, { default: value }] as const);
    expect(schema).toMatchObject({ properties: Object.fromEntries(shown) });
  });

  it('lets keys of other versions pass: for one that it refuses, Jupyter drops the whole file', () => {
    expect(schema).not.toHaveProperty('additionalProperties');
  });
});
