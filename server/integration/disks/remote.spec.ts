/** Workspaces that are somewhere else. */
import { RCLONE_CACHED, RCLONE_UNCACHED } from '../../testing/disks/plainDisks';
import { SSHFS } from '../../testing/disks/sshfsDisks';
import { itKeepsFilesWhole } from './disk.contract';

[RCLONE_CACHED, RCLONE_UNCACHED, SSHFS].forEach(disk => itKeepsFilesWhole(disk));
