/** What a person set in JupyterLab's settings, checked. Pure. */
import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import {
  CREDENTIAL_SOURCES,
  DEFAULT_SETTINGS,
  EXPORT_CHOICES,
  type DriveSettings
} from '../protocol/status';
import type { Place } from './widgets/sectionPlacement';

/** Also the name of the schema's file: the id that settings are stored under. */
export const SETTINGS_ID = 'jupyterlab-gdrive:plugin';

export type PanelSettings = {
  readonly section: Place;
  /** Seconds; 0 for never. */
  readonly refreshInterval: number;
  readonly drive: DriveSettings;
};

export function readSettings(settings: ISettingRegistry.ISettings): PanelSettings {
  const value = (key: string): unknown => settings.get(key).composite;
  const text = (key: string): string => {
    const found = value(key);
    return typeof found === 'string' ? found.trim() : '';
  };
  const count = (key: 'askAboveFiles' | 'askAboveGigabytes'): number => {
    const found = value(key);
    return typeof found === 'number' ? found : DEFAULT_SETTINGS[key];
  };
  const interval = value('refreshInterval');
  return {
    section: text('section') === 'sideBar' ? 'sideBar' : 'fileBrowser',
    refreshInterval: typeof interval === 'number' ? interval : 0,
    drive: {
      credentials:
        CREDENTIAL_SOURCES.find(source => source === text('credentials')) ??
        DEFAULT_SETTINGS.credentials,
      keyFile: text('keyFile'),
      rootFolder: text('rootFolder'),
      exportDocuments: oneOf(
        EXPORT_CHOICES.exportDocuments,
        DEFAULT_SETTINGS.exportDocuments,
        text('exportDocuments')
      ),
      exportSpreadsheets: oneOf(
        EXPORT_CHOICES.exportSpreadsheets,
        DEFAULT_SETTINGS.exportSpreadsheets,
        text('exportSpreadsheets')
      ),
      exportPresentations: oneOf(
        EXPORT_CHOICES.exportPresentations,
        DEFAULT_SETTINGS.exportPresentations,
        text('exportPresentations')
      ),
      exportDrawings: oneOf(
        EXPORT_CHOICES.exportDrawings,
        DEFAULT_SETTINGS.exportDrawings,
        text('exportDrawings')
      ),
      uploads: value('uploads') === true,
      askAboveFiles: count('askAboveFiles'),
      askAboveGigabytes: count('askAboveGigabytes')
    }
  };
}

/** The chosen one, if it is one that the proxy knows. */
function oneOf<T extends string>(choices: readonly T[], fallback: T, chosen: string): T {
  return choices.find(choice => choice === chosen) ?? fallback;
}
