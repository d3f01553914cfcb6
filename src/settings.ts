/** What a person set in JupyterLab's settings. Pure. */
import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import { DEFAULT_SETTINGS } from '../protocol/status';
import type { HeldSettings } from './client/driveStatus';

/** Also the name of the schema's file: the id that settings are stored under. */
export const SETTINGS_ID = 'jupyterlab-gdrive:plugin';

/** Where the section is at first; people can move it from there. */
export type SectionLocation = 'fileBrowser' | 'sideBar';

/** Between refreshes of the folder shown, where nothing usable is set. */
export const DEFAULT_REFRESH_SECONDS = 60;
const MOST_REFRESH_SECONDS = 86_400;

export type PanelSettings = {
  readonly section: SectionLocation;
  /** Seconds; 0 for never. */
  readonly refreshInterval: number;
  /** What the proxy goes by, and checks: handed on as it is. */
  readonly drive: HeldSettings;
};

/** `section` and `refreshInterval` are the panel's own: what is wrong of them counts as not set. */
export function readSettings(settings: Pick<ISettingRegistry.ISettings, 'get'>): PanelSettings {
  const keys = Object.keys(DEFAULT_SETTINGS);
  const refreshInterval = settings.get('refreshInterval').composite;
  return {
    section: settings.get('section').composite === 'sideBar' ? 'sideBar' : 'fileBrowser',
    refreshInterval: isRefreshInterval(refreshInterval) ? refreshInterval : DEFAULT_REFRESH_SECONDS,
    drive: {
      values: Object.fromEntries(keys.map(key => [key, settings.get(key).composite])),
      areSet: keys.some(key => settings.get(key).user !== undefined)
    }
  };
}

function isRefreshInterval(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= MOST_REFRESH_SECONDS;
}
