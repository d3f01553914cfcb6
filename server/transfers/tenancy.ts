/** What a transfer works with, from its start until it ends. */
import { DriveError } from '../../protocol';
import type { Basis, IAccount } from './place';
import type { Transfer } from './transfer';

export type Tenancy = Basis & { readonly release: () => void };

/** Throws where an upload is to begin or to go on, and the account may not write. */
export function hold(basis: Basis, { order }: Transfer): Tenancy {
  return { ...basis, release: basis.place.hold(order.kind === 'upload' ? 'write' : 'read') };
}

export function assertOwner(transfer: Transfer, account: IAccount): void {
  if (transfer.owner.accountId !== account.owner.accountId) {
    throw new DriveError(
      'conflict',
      `This transfer belongs to ${transfer.owner.email}. Choose the credentials of that account, then try again.`,
      { details: { email: transfer.owner.email } }
    );
  }
}
