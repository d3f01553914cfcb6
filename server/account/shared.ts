/**
 * Things of which there is one a key, shared by all who use them: made for the first user, and closed
 * when the last has let go.
 */
export interface IClosable {
  /** Writes what is to be kept, and stops. Never rejects. */
  close(): Promise<void>;
}

/** Lets go; to call it twice has no effect. */
export type Release = () => void;

export type InUse<T> = { readonly value: T; readonly release: Release };

type Kept<T> = {
  readonly made: Promise<T>;
  users: number;
  /** Null while it is in use. */
  closing: Promise<void> | null;
};

export class Shared<T extends IClosable> {
  private readonly kept = new Map<string, Kept<T>>();

  /** The one of this key, which lives until `release`. Rejects if it can't be made. */
  async use(key: string, make: () => Promise<T>): Promise<InUse<T>> {
    for (;;) {
      const kept = this.kept.get(key) ?? this.make(key, make);
      if (kept.closing === null) {
        const release = this.addUser(key, kept);
        try {
          return { value: await kept.made, release };
        } catch (error) {
          release();
          throw error;
        }
      }
      await kept.closing; // what it wrote is read by its successor
    }
  }

  /** One user more of what is in use already. */
  keep(key: string): Release {
    const kept = this.kept.get(key);
    if (kept === undefined || kept.closing !== null) {
      throw new Error('Only what is in use can be kept.');
    }
    return this.addUser(key, kept);
  }

  /** Closes all of them, whoever uses them still. */
  async dispose(): Promise<void> {
    const all = [...this.kept].map(([key, kept]) => this.close(key, kept));
    await Promise.all(all);
  }

  private make(key: string, make: () => Promise<T>): Kept<T> {
    const kept: Kept<T> = { made: make(), users: 0, closing: null };
    this.kept.set(key, kept);
    return kept;
  }

  private addUser(key: string, kept: Kept<T>): Release {
    let isReleased = false;
    kept.users += 1;
    return () => {
      if (!isReleased) {
        isReleased = true;
        kept.users -= 1;
        if (kept.users === 0) {
          void this.close(key, kept);
        }
      }
    };
  }

  private close(key: string, kept: Kept<T>): Promise<void> {
    kept.closing ??= kept.made
      .then(
        value => value.close(),
        () => undefined // it was never made, as its users were told
      )
      .finally(() => this.kept.delete(key));
    return kept.closing;
  }
}
