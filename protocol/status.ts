/** Who is connected, with what, and what can't be done here. */
import type { ErrorReply } from './errors';

/** Raised when the panel and the proxy would misunderstand each other. */
export const PROTOCOL_VERSION = 2;

/** Where credentials come from; `auto` takes the first that is there. */
export const CREDENTIAL_SOURCES = [
  'auto',
  'serviceAccount',
  'keyFile',
  'applicationDefault'
] as const;
export type CredentialSource = (typeof CREDENTIAL_SOURCES)[number];

/** What Google documents are copied as. */
export const EXPORT_CHOICES = {
  exportDocuments: ['docx', 'md', 'pdf'],
  exportSpreadsheets: ['xlsx', 'csv'],
  exportPresentations: ['pptx', 'pdf'],
  exportDrawings: ['svg', 'png']
} as const;
export type ExportSettings = {
  readonly [K in keyof typeof EXPORT_CHOICES]: (typeof EXPORT_CHOICES)[K][number];
};

/** How a person wants things moved: read when a transfer is planned. */
export type Preferences = ExportSettings & {
  /** A transfer of more files, or of more gigabytes, asks first. */
  readonly askAboveFiles: number;
  readonly askAboveGigabytes: number;
};

/** What a person may choose in JupyterLab's settings. Never a secret. */
export type DriveSettings = Preferences & {
  readonly credentials: CredentialSource;
  /** Path on the server of a key file; '' for none. */
  readonly keyFile: string;
  /** Id or pasted link; '' for none. */
  readonly rootFolder: string;
  /** Whether to upload with one's own credentials; the administrator's decide for themselves. */
  readonly uploads: boolean;
};

export const DEFAULT_SETTINGS: DriveSettings = {
  credentials: 'auto',
  keyFile: '',
  rootFolder: '',
  exportDocuments: 'docx',
  exportSpreadsheets: 'xlsx',
  exportPresentations: 'pptx',
  exportDrawings: 'svg',
  uploads: false,
  askAboveFiles: 5_000,
  askAboveGigabytes: 10
};

/** A setting that can't be used as it is set: a sentence that says why, and what to do. */
export type WrongSetting = { readonly key: string; readonly message: string };

export type Account = {
  readonly email: string;
  readonly name: string;
  readonly kind: 'serviceAccount' | 'user';
};

/** `notEnabled`: the person's settings can change it; `administrator`: only those of the server can. */
export type ReadOnlyReason = 'notEnabled' | 'administrator';

export type Status = {
  readonly protocol: number;
  readonly version: string;
  /** `problem` says what is wrong where it is not `ready`. */
  readonly state: 'ready' | 'notConfigured' | 'problem';
  readonly problem: ErrorReply | null;
  readonly account: Account | null;
  /** Which source is in use, and where it was found, in words ("the environment variable …"). */
  readonly credentials: { readonly source: CredentialSource; readonly origin: string } | null;
  /** Sources that are there but not taken by themselves. */
  readonly offered: readonly CredentialSource[];
  readonly rootFolder: { readonly id: string; readonly title: string } | null;
  /** Settings that the administrator locked, with the value in force. */
  readonly locked: Partial<Record<keyof DriveSettings, string>>;
  /** What is in force: the default stands for each of `wrongSettings`. */
  readonly settings: DriveSettings;
  readonly wrongSettings: readonly WrongSetting[];
  /** True if uploads are possible at all; else `readOnlyReason` says why not. */
  readonly canUpload: boolean;
  readonly readOnlyReason: ReadOnlyReason | null;
  /** False where the workspace is not on the server's disk: then nothing can be copied. */
  readonly workspaceOnDisk: boolean;
  readonly connection: 'online' | 'offline' | 'rateLimited';
  /** Set if this is not Google: the address of an emulator. */
  readonly endpoint: string | null;
};
