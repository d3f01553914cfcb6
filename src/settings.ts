/** What a person set in JupyterLab's settings, checked. Pure. */
import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import {
  CREDENTIAL_SOURCES,
  DEFAULT_SETTINGS,
  EXPORT_CHOICES,
  type DriveSettings
} from '../protocol/status';
import type { SectionLocation } from './section/sectionPlacement';

/** Also the name of the schema's file: the id that settings are stored under. */
export const SETTINGS_ID = 'jupyterlab-gdrive:plugin';

export type PanelSettings = {
  readonly section: SectionLocation;
  /** Seconds; 0 for never. */
  readonly refreshInterval: number;
  readonly drive: DriveSettings;
};

export function readSettings(settings: ISettingRegistry.ISettings): PanelSettings {
  const value = (key: string): unknown => settings.get(key).composite;
  return {
    section: value('section') === 'sideBar' ? 'sideBar' : 'fileBrowser',
    refreshInterval: atLeastZero(value('refreshInterval'), 0),
    drive: readDriveSettings(value)
  };
}

/** What is not of its type, as only a hand-written settings file can be, counts as not set. */
export function readDriveSettings(value: (key: string) => unknown): DriveSettings {
  const choice = <T extends string>(key: string, choices: readonly T[], otherwise: T): T =>
    choices.find(candidate => candidate === value(key)) ?? otherwise;
  const text = (key: string): string => {
    const found = value(key);
    return typeof found === 'string' ? found.trim() : '';
  };
  const standard = DEFAULT_SETTINGS;
  const { exportDocuments, exportSpreadsheets, exportPresentations, exportDrawings } =
    EXPORT_CHOICES;
  return {
    credentials: choice('credentials', CREDENTIAL_SOURCES, standard.credentials),
    keyFile: text('keyFile'),
    rootFolder: text('rootFolder'),
    exportDocuments: choice('exportDocuments', exportDocuments, standard.exportDocuments),
    exportSpreadsheets: choice(
      'exportSpreadsheets',
      exportSpreadsheets,
      standard.exportSpreadsheets
    ),
    exportPresentations: choice(
      'exportPresentations',
      exportPresentations,
      standard.exportPresentations
    ),
    exportDrawings: choice('exportDrawings', exportDrawings, standard.exportDrawings),
    uploads: value('uploads') === true,
    askAboveFiles: atLeastZero(value('askAboveFiles'), standard.askAboveFiles),
    askAboveGigabytes: atLeastZero(value('askAboveGigabytes'), standard.askAboveGigabytes)
  };
}

function atLeastZero(value: unknown, otherwise: number): number {
  return typeof value === 'number' && value >= 0 ? value : otherwise;
}
