import { createHash } from 'node:crypto';

import type { Random } from './random';

/** Makes ids that look like Google's: opaque, URL-safe, of the usual lengths (docs/reference/drive.md, "Files and fields"). */
export class Ids {
  constructor(private readonly random: Random) {}

  file(): string {
    return `1${this.random.letters(32)}`;
  }

  /** Documents of Google's editors have longer ids than blobs. */
  document(): string {
    return `1${this.random.letters(43)}`;
  }

  /** Ids of a My Drive root or of a shared drive: they end in the base64 of "ROOT". */
  root(): string {
    return `0A${this.random.letters(11)}Uk9PVA`;
  }

  revision(): string {
    return `0B${this.random.letters(48)}`;
  }

  upload(): string {
    return `AEnB2U${this.random.letters(80)}`;
  }

  operation(): string {
    return `AFDrv${this.random.letters(60)}`;
  }

  resourceKey(): string {
    return `0-${this.random.letters(20)}`;
  }
}

/** The number that Google knows an address by, the same on every item: 20 decimal digits. */
export function permissionIdOf(email: string): string {
  const digest = createHash('sha256').update(email.toLowerCase()).digest();
  return (digest.readBigUInt64BE(0) % 10n ** 19n).toString().padStart(20, '1');
}
