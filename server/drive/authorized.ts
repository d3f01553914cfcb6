/**
 * Where every request to Google gets what the request itself does not know of: its turn, further tries,
 * and a token that is good at the moment of each try. What is tried describes one try and no more.
 */
import type { Call, Governor } from '../governor/governor';

/** Hands out access tokens. */
export interface ITokens {
  token(signal: AbortSignal): Promise<string>;
}

export type AuthorizationHeader = { readonly authorization: string };

/** Rejects with a DriveError, or with the reason of the caller's signal. */
export type Authorized = <T>(
  call: Call,
  attempt: (header: AuthorizationHeader) => Promise<T>
) => Promise<T>;

export function authorized(tokens: ITokens, governor: Pick<Governor, 'run'>): Authorized {
  return (call, attempt) =>
    governor.run(call, async () => {
      const token = await tokens.token(call.caller.signal);
      return attempt({ authorization: `Bearer ${token}` });
    });
}
