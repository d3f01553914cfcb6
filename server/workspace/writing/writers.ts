/** What all writers of the proxy share. */
import { Blocks } from './blocks';
import { BlockWriters } from './blockWriters';
import { FolderSyncs } from './folderSyncs';

export class Writers {
  readonly blocks = new Blocks();
  readonly blockWriters = new BlockWriters();
  readonly folders = new FolderSyncs();

  async dispose(): Promise<void> {
    await this.blockWriters.dispose();
  }
}
