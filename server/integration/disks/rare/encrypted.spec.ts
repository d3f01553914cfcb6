/** Workspaces that are encrypted. */
import { CRYFS, ENCFS, GOCRYPTFS } from '../../../testing/disks/encryptedDisks';
import { itKeepsFilesWhole } from '../disk.contract';

[CRYFS, ENCFS, GOCRYPTFS].forEach(disk => itKeepsFilesWhole(disk));
