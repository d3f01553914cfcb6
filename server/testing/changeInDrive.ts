/** What another client of Drive does to an item meanwhile. For specs. */
import type { EmulatorProcess } from '../../emulator/client';
import { accessToken } from '../../emulator/testing/accessToken';

type Change = {
  readonly name?: string;
  readonly trashed?: boolean;
};

export async function changeInDrive(
  emulator: EmulatorProcess,
  id: string,
  change: Change
): Promise<void> {
  const { ok, status } = await fetch(`${emulator.url}/drive/v3/files/${id}`, {
    method: 'PATCH',
    headers: {
      authorization: `Bearer ${await accessToken(emulator)}`,
      'content-type': 'application/json'
    },
    body: JSON.stringify(change)
  });
  if (!ok) {
    throw new Error(`Drive does not change ${id}: ${status}.`);
  }
}
