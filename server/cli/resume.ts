/** `jupyter gdrive resume` */
import type { Command } from './command';
import { OK } from './exitStatus';

export const resume: Command = async (_, { client, output, finish }) => {
  const left = (await client.transfers()).filter(({ state }) => state === 'interrupted');
  if (left.length === 0) {
    output.tell('Nothing was interrupted in this directory.');
  }
  let status = OK;
  for (const { id } of [...left].reverse()) {
    // the oldest first
    status = Math.max(status, await finish(await client.retry(id)));
  }
  return status;
};
