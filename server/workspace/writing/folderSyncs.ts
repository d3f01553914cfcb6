/** A new name is on disk only when its folder is: one fsync serves all who wait for the same folder. */
import { syncFolder } from '../../fsErrors';

export class FolderSyncs {
  private readonly running = new Map<string, Promise<void>>();
  private readonly next = new Map<string, Promise<void>>();

  constructor(private readonly syncOne: (folder: string) => Promise<void> = syncFolder) {}

  /** Resolves after an fsync that began after this call. */
  sync(folder: string): Promise<void> {
    const coming = this.next.get(folder);
    if (coming !== undefined) {
      return coming;
    }
    const before = this.running.get(folder) ?? Promise.resolve();
    const mine = before
      .catch(() => undefined) // its own callers are told
      .then(() => {
        this.next.delete(folder);
        const run = this.syncOne(folder).finally(() => {
          if (this.running.get(folder) === run) {
            this.running.delete(folder);
          }
        });
        this.running.set(folder, run);
        return run;
      });
    this.next.set(folder, mine);
    return mine;
  }
}
