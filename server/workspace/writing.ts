/** What all writers of the proxy share. */
import { Blocks } from './blocks';
import { Digests } from './digests';
import { FolderSyncs } from './folderSyncs';

export class Writing {
  readonly blocks = new Blocks();
  readonly digests = new Digests();
  readonly folders = new FolderSyncs();

  async dispose(): Promise<void> {
    await this.digests.dispose();
  }
}
