/** A file system that a workspace may be on, for specs that mount it. */
import type { Bench } from './bench';

export type Disk = {
  /** What people call it. */
  readonly name: string;
  readonly mount: (bench: Bench) => Promise<unknown>;
  /** Whom the proxy runs as, where that is the point. */
  readonly user?: string;
  /** False where the disk refuses or rounds the time of a file. */
  readonly keepsTimes?: boolean;
};
