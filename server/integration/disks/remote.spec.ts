/** Workspaces that are somewhere else. */
import { RCLONE_CACHED } from '../../testing/disks/plainDisks';
import { SSHFS } from '../../testing/disks/sshfsDisks';
import { itKeepsFilesWhole } from './disk.contract';

[RCLONE_CACHED, SSHFS].forEach(disk => itKeepsFilesWhole(disk));
