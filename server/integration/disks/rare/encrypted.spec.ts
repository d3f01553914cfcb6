/** Workspaces that are encrypted. */
import { jest } from '@jest/globals';
import { CRYFS, ENCFS, GOCRYPTFS } from '../../../testing/disks/encryptedDisks';
import { itKeepsFilesWhole } from '../disk.contract';

// cryfs derives its key for many seconds of computing, on purpose.
jest.setTimeout(180_000);

[CRYFS, ENCFS, GOCRYPTFS].forEach(disk => itKeepsFilesWhole(disk));
