/**
 * Loaded into a proxy before its own program: a disk that takes no more. Who opens a temporary file
 * waits in the system for the other end of a pipe, as one waits for a server of files that is gone.
 */
const promises = require('node:fs/promises');

const { open } = promises;
const pipe = process.env.GDRIVE_PIPE_WITHOUT_END;

promises.open = (path, ...rest) =>
  String(path).includes('.~') ? open(pipe, 'r') : open(path, ...rest);
