import type { Accounts } from '../accounts/accounts';
import type { IClock } from '../clock';
import type { IContent } from '../contents/content';
import { MemoryContent } from '../contents/content';
import type { Document } from '../contents/document';
import { GeneratedContent } from '../contents/generated';
import { mimeTypeOf } from '../contents/mimeTypes';
import type { Item, Role } from '../drive/items';
import { FOLDER, SHORTCUT, isGoogleType } from '../drive/items';
import type { DriveStore, NewItem } from '../drive/store';
import { permissionFor } from '../drive/store';

/** An empty Google, as seeds fill it. */
export type World = {
  readonly accounts: Accounts;
  readonly store: DriveStore;
  readonly clock: IClock;
};

export type Place = { owner: string; parents?: string[]; driveId?: string };

/** Puts items into a Drive without asking for permission: for seeds and tests. */
export class Planter {
  constructor(readonly store: DriveStore) {}

  folder(place: Place, name: string, more: Partial<NewItem> = {}): Item {
    return this.item(place, { name, mimeType: FOLDER, ...more });
  }

  file(
    place: Place,
    name: string,
    content: string | Buffer | IContent | { seed: number; size: number },
    more: Partial<NewItem> = {}
  ): Item {
    const now = this.store.clock.now();
    const mimeType = more.mimeType ?? mimeTypeOf(name);
    return this.item(place, {
      name,
      mimeType,
      revisions: [
        {
          id: this.store.ids.revision(),
          mimeType,
          modifiedTime: more.modifiedTime ?? now,
          modifiedBy: place.owner,
          keepForever: false,
          originalFilename: name,
          content: toContent(content)
        }
      ],
      ...more
    });
  }

  document(place: Place, kind: string, name: string, document: Partial<Document>): Item {
    return this.item(place, {
      id: this.store.ids.document(),
      name,
      mimeType: isGoogleType(kind) ? kind : `application/vnd.google-apps.${kind}`,
      document: { text: '', rows: [], ...document }
    });
  }

  shortcut(place: Place, name: string, targetId: string): Item {
    const targetMimeType = this.store.find(targetId)?.mimeType ?? 'application/octet-stream';
    return this.item(place, { name, mimeType: SHORTCUT, shortcut: { targetId, targetMimeType } });
  }

  share(item: Item, email: string, role: Role): void {
    item.permissions = item.permissions.filter(each => each.emailAddress !== email);
    item.permissions.push(permissionFor(email, role, this.store.clock.now()));
    this.store.touch(item);
  }

  private item(place: Place, fresh: NewItem): Item {
    const inDrive = place.driveId !== undefined;
    const top = inDrive ? (place.driveId ?? '') : this.store.rootOf(place.owner).id;
    return this.store.insert({
      parents: place.parents ?? [top],
      owner: inDrive ? undefined : place.owner,
      driveId: place.driveId,
      modifiedBy: place.owner,
      ...fresh
    });
  }
}

function toContent(content: string | Buffer | IContent | { seed: number; size: number }): IContent {
  if (typeof content === 'string') {
    return new MemoryContent(Buffer.from(content));
  }
  if (Buffer.isBuffer(content)) {
    return new MemoryContent(content);
  }
  return 'digest' in content ? content : new GeneratedContent(content.seed, content.size);
}
