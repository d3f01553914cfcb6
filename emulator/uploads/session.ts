import type { IContent } from '../contents/content';
import type { ContentWriter } from '../contents/stored';
import type { Call } from '../http/routes';
import type { Item } from '../drive/items';
import type { Metadata } from '../writes/metadata';
import type { UploadState } from './uploadState';

/** One resumable upload: what was asked when it began, and how far it is. */
export type UploadSession = {
  readonly id: string;
  /** The first request: its account, parameters and scheme. */
  readonly call: Call;
  readonly metadata: Metadata;
  /** The file to update; undefined creates one. */
  readonly fileId: string | undefined;
  readonly mimeType: string | undefined;
  readonly expiresAt: number;
  readonly writer: ContentWriter;
  state: UploadState;
  /** Grows with each request: an older one that still sends is not listened to any more. */
  turn: number;
  /** The whole content, once it is there. */
  finished?: Promise<IContent>;
  /** What it became. */
  item?: Item;
};

/** The uploads under way, by id. The id is the only key to them. */
export class UploadSessions {
  private readonly sessions = new Map<string, UploadSession>();

  add(session: UploadSession): void {
    this.sessions.set(session.id, session);
  }

  /** Undefined when it never was, was cancelled, or is too old. */
  find(id: string, now: number): UploadSession | undefined {
    const session = this.sessions.get(id);
    return session !== undefined && session.expiresAt > now ? session : undefined;
  }

  async cancel(session: UploadSession): Promise<void> {
    this.sessions.delete(session.id);
    session.turn += 1;
    if (session.item === undefined) {
      await session.writer.discard();
    }
  }

  async clear(): Promise<void> {
    await Promise.all([...this.sessions.values()].map(session => this.cancel(session)));
  }
}
