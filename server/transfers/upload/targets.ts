/**
 * What the uploads of one proxy put where. Drive takes a name twice in one folder: where several uploads have
 * one target, one goes after the other, and finds what that one made, whatever a list of Drive says yet.
 */
import type { IClock } from '../../clock';
import type { DriveFile } from '../../drive/drive';
import type { Transfer } from '../transfer';
import { keyOf, type UploadPlace } from './uploadPlace';
import { doubtOf, Doubts, LONGEST_MS, type Doubt } from './doubts';

export class UploadTargets {
  private uploads = 0;
  /** Ids of folders that are made, or will be, by parent and name. */
  private readonly folders = new Map<string, Promise<string>>();
  /** The files that arrived. */
  private readonly files = new Map<string, DriveFile>();
  /** Ends of the latest turn for each target. */
  private readonly turns = new Map<string, Promise<void>>();
  private readonly doubts: Doubts;

  constructor(private readonly clock: Pick<IClock, 'now'>) {
    this.doubts = new Doubts(clock);
  }

  /** Begins an upload; what is returned ends it. When none is left, all is forgotten. */
  join(): () => void {
    this.uploads += 1;
    return () => {
      this.uploads -= 1;
      if (this.uploads === 0) {
        this.folders.clear();
        this.files.clear();
      }
    };
  }

  /** The id of a folder that is missing in Drive: another upload may have chosen one already. */
  folderId(parent: string, name: string, choose: () => Promise<string>): Promise<string> {
    const key = keyOf(parent, name);
    const doubtful = this.doubts.of('folder', key);
    const id = this.folders.get(key) ?? (doubtful && Promise.resolve(doubtful.id)) ?? choose();
    this.folders.set(key, id);
    id.catch(() => this.folders.delete(key));
    return id;
  }

  /** What was made under that name is not there any more: whoever needs a folder there makes another. */
  forgetFolder(parent: string, name: string): void {
    this.folders.delete(keyOf(parent, name));
  }

  /**
   * Puts something under an id, which may arrive though `put` rejects: then the next one in the same place takes
   * that id, too.
   */
  async orInDoubt<T>(
    place: UploadPlace,
    doubt: () => Doubt | null,
    put: () => Promise<T>
  ): Promise<T> {
    const key = keyOf(place.parent, place.name);
    try {
      const made = await put();
      const settled = doubt();
      if (settled !== null) {
        this.doubts.settle(key, settled);
      }
      return made;
    } catch (error) {
      const left = doubt();
      if (left !== null) {
        this.doubts.add(key, left);
      }
      throw error;
    }
  }

  /** What an earlier process left may arrive as well, unless its transfer ended long ago. */
  found({ items, endedAt }: Pick<Transfer, 'items' | 'endedAt'>): void {
    if (endedAt !== null && this.clock.now() - Date.parse(endedAt) >= LONGEST_MS) {
      return;
    }
    for (const item of items) {
      const doubt = item.kind === 'upload' && item.state !== 'done' ? doubtOf(item) : null;
      if (item.kind === 'upload' && doubt !== null) {
        this.doubts.add(keyOf(item.parent, item.name), doubt);
      }
    }
  }

  inDoubt(kind: Doubt['kind'], { parent, name }: UploadPlace): Doubt | null {
    return this.doubts.of(kind, keyOf(parent, name));
  }

  /** Alone with this target: `put` gets the file that an upload put there, if one did, and resolves with its own. */
  async inTurn(
    target: UploadPlace,
    signal: AbortSignal,
    put: (there: DriveFile | null) => Promise<DriveFile>
  ): Promise<void> {
    const key = keyOf(target.parent, target.name);
    const before = this.turns.get(key) ?? Promise.resolve();
    let end = (): void => undefined;
    const turn = new Promise<void>(resolve => (end = resolve));
    const whole = before.then(() => turn);
    this.turns.set(key, whole);
    void whole.then(() => {
      if (this.turns.get(key) === whole) {
        this.turns.delete(key); // not before: who stops waiting leaves those before it at work
      }
    });
    try {
      await orAborted(before, signal);
      this.files.set(key, await put(this.files.get(key) ?? null));
    } finally {
      end();
    }
  }
}

/** Rejects with the signal’s reason as soon as it is aborted, or if it is already. */
function orAborted(wait: Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const stop = (): void => reject(signal.reason as Error);
    signal.addEventListener('abort', stop, { once: true });
    void wait.then(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    });
  });
}
