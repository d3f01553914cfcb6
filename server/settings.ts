/**
 * A person's settings, checked key by key: what is wrong gets a sentence and its default, and the rest
 * stands. All doors lead here, the start of the proxy and the routes that set them; the panel and Python
 * hand on what they have. The bounds are those of schema/plugin.json, which a spec compares. Pure.
 */
import * as v from 'valibot';
import {
  CREDENTIAL_SOURCES,
  DEFAULT_SETTINGS,
  EXPORT_CHOICES,
  isRecord,
  type DriveSettings,
  type WrongSetting
} from '../protocol';

export type CheckedSettings = {
  readonly settings: DriveSettings;
  readonly wrong: readonly WrongSetting[];
};

/** Why a settings file as a whole can't be used, as its reader says. */
export const SETTINGS_PROBLEMS = ['unreadable', 'tooLarge', 'notJson', 'notAnObject'] as const;
export type SettingsProblem = (typeof SETTINGS_PROBLEMS)[number];

/** Characters of a path or a link. */
const LONGEST_TEXT = 4_096;

const text = v.pipe(v.string(), v.maxLength(LONGEST_TEXT), v.trim());
/** A key that was pasted in the place of its path must not come back in the status. */
const keyPath = v.pipe(
  text,
  v.check(path => !/-----BEGIN|^\{|private_key|[\0\r\n]/.test(path))
);
const limit = v.pipe(v.number(), v.finite(), v.minValue(0));
const choices = EXPORT_CHOICES;

const CHECKS = {
  credentials: v.picklist(CREDENTIAL_SOURCES),
  keyFile: keyPath,
  rootFolder: text,
  exportDocuments: v.picklist(choices.exportDocuments),
  exportSpreadsheets: v.picklist(choices.exportSpreadsheets),
  exportPresentations: v.picklist(choices.exportPresentations),
  exportDrawings: v.picklist(choices.exportDrawings),
  uploads: v.boolean(),
  askAboveFiles: limit,
  askAboveGigabytes: limit
} satisfies { [K in keyof DriveSettings]: v.GenericSchema<DriveSettings[K]> };

/**
 * The panel goes by these, not the proxy. But for one value that its schema refuses JupyterLab drops the whole
 * file, so the proxy, which reads the file itself, is the only one to notice.
 */
const PANEL_CHECKS = {
  section: v.picklist(['fileBrowser', 'sideBar']),
  refreshInterval: v.pipe(v.number(), v.minValue(0), v.maxValue(86_400)),
  toolbar: v.array(v.record(v.string(), v.unknown()))
};
type PanelKey = keyof typeof PANEL_CHECKS;
const PANEL_KEYS = v.keyof(v.object(PANEL_CHECKS)).options;
const PANEL_EXPECTED: Readonly<Record<PanelKey, string>> = {
  section: 'one of fileBrowser, sideBar',
  refreshInterval: 'a number of seconds, from 0 to 86400',
  toolbar: 'a list of toolbar items'
};

const schema = v.object(CHECKS);
const SETTING_KEYS = v.keyof(schema).options;
const someOf = v.partial(schema);

const TEXT = `a text of at most ${LONGEST_TEXT} characters`;
const LIMIT = 'a number, 0 or more';
const oneOf = (names: readonly string[]): string => `one of ${names.join(', ')}`;

/** What a key takes, in words. */
const EXPECTED: Readonly<Record<keyof DriveSettings, string>> = {
  credentials: oneOf(CREDENTIAL_SOURCES),
  keyFile: `the path of a file on the server, not the key itself, of at most ${LONGEST_TEXT} characters`,
  rootFolder: TEXT,
  exportDocuments: oneOf(choices.exportDocuments),
  exportSpreadsheets: oneOf(choices.exportSpreadsheets),
  exportPresentations: oneOf(choices.exportPresentations),
  exportDrawings: oneOf(choices.exportDrawings),
  uploads: 'true or false',
  askAboveFiles: LIMIT,
  askAboveGigabytes: LIMIT
};

const PROBLEMS: Readonly<Record<SettingsProblem, string>> = {
  unreadable:
    'The settings file of Google Drive can’t be read, so the defaults are used. Change its owner or mode so that the Jupyter server may read it.',
  tooLarge:
    'The settings file of Google Drive is too large to be read, so the defaults are used. Take out what does not belong there.',
  notJson:
    'The settings file of Google Drive is not valid JSON, so the defaults are used. Correct it in the Settings Editor, as JSON.',
  notAnObject:
    'The settings file of Google Drive holds something else than settings, so the defaults are used. Correct it in the Settings Editor, as JSON.'
};

/**
 * Keys that are not the proxy's, or not of this version, are passed over. Values are never repeated
 * in a sentence: they may be long, or a secret that was pasted at the wrong place.
 */
export function checkSettings(given: unknown): CheckedSettings {
  if (!isRecord(given)) {
    return { settings: DEFAULT_SETTINGS, wrong: [{ key: '', message: PROBLEMS.notAnObject }] };
  }
  const set = SETTING_KEYS.filter(key => given[key] !== undefined);
  const right = set.filter(key => v.is(CHECKS[key], given[key]));
  const values = v.parse(someOf, Object.fromEntries(right.map(key => [key, given[key]])));
  const wrong = set.filter(key => !right.includes(key));
  const wrongOfPanel = PANEL_KEYS.filter(
    key => given[key] !== undefined && !v.is(PANEL_CHECKS[key], given[key])
  );
  return {
    settings: { ...DEFAULT_SETTINGS, ...values },
    wrong: [
      ...wrong.map(key => ({ key, message: sentence(key) })),
      ...wrongOfPanel.map(key => ({ key, message: panelSentence(key) }))
    ]
  };
}

/** What the settings file makes of them. `problem` is null where it could be read. */
export function settingsOfFile(given: unknown, problem: SettingsProblem | null): CheckedSettings {
  return problem === null
    ? checkSettings(given)
    : { settings: DEFAULT_SETTINGS, wrong: [{ key: '', message: PROBLEMS[problem] }] };
}

function sentence(key: keyof DriveSettings): string {
  const otherwise = DEFAULT_SETTINGS[key];
  const inForce = otherwise === '' ? 'it counts as empty' : `${String(otherwise)} is used`;
  return `The setting “${key}” must be ${EXPECTED[key]}. Until it is corrected, ${inForce}.`;
}

function panelSentence(key: PanelKey): string {
  return `The setting “${key}” must be ${PANEL_EXPECTED[key]}. Until it is corrected, the panel’s own settings (its place, its refresh, its toolbar) keep their defaults.`;
}
