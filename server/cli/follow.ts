/** One transfer from its start to its end: shown, asked about, cancelled with Ctrl-C. */
import { DriveError, hasEnded, type Transfer } from '../../protocol';
import type { IClock } from '../clock';
import type { Client } from './client';
import type { IDisplay } from './display';
import { Interruption } from './interruption';
import type { Questions } from './questions';

const LOOK_MS = 200;

export type FollowParts = {
  readonly client: Client;
  readonly display: IDisplay;
  readonly questions: Questions;
  readonly clock: IClock;
  readonly signal: AbortSignal;
};

/** The transfer as it ended. Rejects with the signal's reason; the keyboard's cancels the transfer first. */
export async function follow(begun: Transfer, parts: FollowParts): Promise<Transfer> {
  const { client, display, questions, clock, signal } = parts;
  let transfer = begun;
  try {
    while (!hasEnded(transfer.state)) {
      display.show(transfer);
      if (transfer.question !== null) {
        display.pause();
        const answer = await questions.answer(transfer.question);
        transfer = await client.answer(transfer.id, answer);
      }
      await clock.sleep(LOOK_MS, signal);
      transfer = await look(client, transfer.id);
    }
    display.show(transfer);
    return transfer;
  } catch (error) {
    if (error instanceof Interruption && error.kind === 'keyboard') {
      await cancel(transfer.id, client, display);
    }
    throw error;
  } finally {
    display.end();
  }
}

async function look(client: Client, id: string): Promise<Transfer> {
  const found = (await client.transfers()).find(transfer => transfer.id === id);
  if (found !== undefined) {
    return found;
  }
  throw new DriveError(
    'proxyEnded',
    'The Google Drive proxy ended in the middle of the transfer. ' +
      'Run the command again: what arrived already is not fetched again.'
  );
}

/** Where the proxy does not answer there is nothing left to cancel. */
async function cancel(id: string, client: Client, display: IDisplay): Promise<void> {
  try {
    display.show(await client.cancel(id));
  } catch (error) {
    if (!(error instanceof DriveError)) {
      throw error;
    }
  }
}
