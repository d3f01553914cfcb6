/** `jupyter gdrive resume` */
import type { Transfer } from '../../protocol';
import type { Command } from './command';
import { FAILED, OK } from './exitStatus';

export const resume: Command = async (_, { client, output, finish }) => {
  const left = (await client.transfers()).filter(({ state }) => state === 'interrupted');
  if (left.length === 0) {
    output.tell('Nothing was interrupted in this directory.');
  }
  let status = OK;
  for (const transfer of [...left].reverse()) {
    // the oldest first
    const refusal = refusalOf(transfer);
    if (refusal === null) {
      status = Math.max(status, await finish(await client.retry(transfer.id)));
    } else {
      output.tell(refusal);
      status = Math.max(status, FAILED);
    }
  }
  return status;
};

/** Why this version can't go on with a transfer that a newer one began; null where it can. */
function refusalOf({ problems }: Transfer): string | null {
  return problems.find(({ details }) => details.what === 'newerFormat')?.message ?? null;
}
