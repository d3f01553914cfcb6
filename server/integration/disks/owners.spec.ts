/** Workspaces where files are somebody else's, or keep the rights that they were made with. */
import { CHMOD_DENIED, CHMOD_IGNORED, FOREIGN, NO_DISK } from '../../testing/disks/plainDisks';
import { itKeepsFilesWhole } from './disk.contract';

[NO_DISK, FOREIGN, CHMOD_DENIED, CHMOD_IGNORED].forEach(disk => itKeepsFilesWhole(disk));
