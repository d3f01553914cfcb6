/**
 * The keys of items that were shared by link before 2021: every request that touches one needs its key
 * (docs/reference/drive.md, "Shortcuts, links and resource keys"), whoever makes it. They are learnt
 * from links and from the items that Drive answers with, and kept as long as the account is connected.
 * Secrets: they are in no log.
 */
import type { DriveFile } from './drive';

const PARENTS = /'([\w-]+)' in parents/g;

export class ResourceKeys {
  private readonly keys = new Map<string, string>();

  learn(id: string, key: string | null): void {
    if (key !== null) {
      this.keys.set(id, key);
    }
  }

  learnFrom(file: DriveFile): DriveFile {
    this.learn(file.id, file.resourceKey);
    if (file.target !== null) {
      this.learn(file.target.id, file.target.resourceKey);
    }
    return file;
  }

  of(id: string): string | null {
    return this.keys.get(id) ?? null;
  }

  /** For the folders that a query lists. */
  headersForQuery(q: string): Record<string, string> {
    const ids = [...q.matchAll(PARENTS)].map(([, id = '']) => id);
    return toHeader(ids.map(id => [id, this.of(id)]));
  }
}

export function keyHeader(id: string, key: string | null): Record<string, string> {
  return toHeader([[id, key]]);
}

function toHeader(pairs: readonly (readonly [string, string | null])[]): Record<string, string> {
  const known = pairs.filter(([, key]) => key !== null).map(pair => pair.join('/'));
  return known.length === 0 ? {} : { 'x-goog-drive-resource-keys': known.join(',') };
}
