/** Workspaces on servers that can do little, and controls that can do all. */
import { jest } from '@jest/globals';
import { S3FS } from '../../../testing/disks/bucketDisk';
import { NTFS } from '../../../testing/disks/imageDisks';
import { MERGERFS } from '../../../testing/disks/plainDisks';
import { SSHFS_PLAIN } from '../../../testing/disks/sshfsDisks';
import { itKeepsFilesWhole } from '../disk.contract';

// On s3fs each look at a file is several requests to a server written in Python.
jest.setTimeout(180_000);

[SSHFS_PLAIN, S3FS, NTFS, MERGERFS].forEach(disk => itKeepsFilesWhole(disk));
