/** What another client of Drive does to an item meanwhile. For specs. */
import type { EmulatorProcess } from '../../emulator/client';
import { accessToken } from '../../emulator/testing/accessToken';

type Change = {
  readonly name?: string;
  readonly trashed?: boolean;
  /** Id of the folder that it is moved to. */
  readonly parent?: string;
};

export async function changeInDrive(
  emulator: EmulatorProcess,
  id: string,
  { parent, ...change }: Change
): Promise<void> {
  const before = (await emulator.snapshot()).find(item => item.id === id)?.parents[0] ?? '';
  const query = parent === undefined ? '' : `?addParents=${parent}&removeParents=${before}`;
  const { ok, status } = await fetch(`${emulator.url}/drive/v3/files/${id}${query}`, {
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
