import { mistyped } from '../drive/refusals';

export const FLAGS: ReadonlySet<string> = new Set([
  'acknowledgeAbuse',
  'copyComments',
  'enforceExpansiveAccess',
  'enforceSingleParent',
  'ignoreDefaultVisibility',
  'includeItemsFromAllDrives',
  'includeRemoved',
  'includeTeamDriveItems',
  'keepRevisionForever',
  'moveToNewOwnersRoot',
  'restrictToMyDrive',
  'sendNotificationEmail',
  'supportsAllDrives',
  'supportsTeamDrives',
  'useContentAsIndexableText',
  'includeCorpusRemovals',
  'transferOwnership',
  'useDomainAdminAccess'
]);
export const INTEGERS: ReadonlySet<string> = new Set(['count', 'pageSize']);

/** The parameters of a request; of a repeated one the first counts (docs/reference/drive.md, "Errors"). */
export class QueryParameters {
  private readonly values = new Map<string, string>();

  constructor(readonly text: string) {
    for (const [name, value] of new URLSearchParams(text)) {
      if (!this.values.has(name)) {
        this.values.set(name, value);
      }
    }
  }

  value(name: string): string | undefined {
    return this.values.get(name);
  }

  /** 400 for the first parameter whose text is not of its type, whether the method reads it or not. */
  checkTypes(): void {
    for (const name of this.values.keys()) {
      if (FLAGS.has(name)) {
        this.optionalFlag(name);
      } else if (INTEGERS.has(name)) {
        this.integer(name);
      }
    }
  }

  has(name: string): boolean {
    return this.values.has(name);
  }

  /** False when absent; 400 when it is neither true nor false. */
  flag(name: string): boolean {
    return this.optionalFlag(name) ?? false;
  }

  optionalFlag(name: string): boolean | undefined {
    const value = this.values.get(name);
    if (value === undefined || value === '') {
      return undefined;
    }
    const word = value.toLowerCase();
    if (word !== 'true' && word !== 'false' && word !== '1' && word !== '0') {
      throw mistyped(snakeCase(name), 'TYPE_BOOL', value);
    }
    return word === 'true' || word === '1';
  }

  /** Undefined when absent; 400 when it is no 32-bit integer. */
  integer(name: string): number | undefined {
    const value = this.values.get(name);
    if (value === undefined || value === '') {
      return undefined;
    }
    const number = Number(value);
    if (!/^[+-]?\d+$/.test(value) || Math.abs(number) >= 2 ** 31) {
      throw mistyped(snakeCase(name), 'TYPE_INT32', value);
    }
    return number;
  }
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`);
}
