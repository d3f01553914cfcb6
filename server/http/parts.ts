/** What the routes are made of. */
import type { Accounts } from '../account/accounts';
import type { Transfers } from '../transfers/transfers';

export type Parts = { readonly accounts: Accounts; readonly transfers: Transfers };
