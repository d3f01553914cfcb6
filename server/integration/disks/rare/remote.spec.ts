/** Workspaces on servers that can do little, and controls that can do all. */
import { S3FS } from '../../../testing/disks/bucketDisk';
import { NTFS } from '../../../testing/disks/imageDisks';
import { MERGERFS } from '../../../testing/disks/plainDisks';
import { SSHFS_PLAIN } from '../../../testing/disks/sshfsDisks';
import { itKeepsFilesWhole } from '../disk.contract';

[SSHFS_PLAIN, S3FS, NTFS, MERGERFS].forEach(disk => itKeepsFilesWhole(disk));
