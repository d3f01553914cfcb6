import { describe } from '@jest/globals';
import * as v from 'valibot';
import { LiveAccount } from '../testing/openDrive';
import { itKeepsTheContract } from './drive.contract';

/** From testing/live.ts, which made the folder and removes it. */
const given = v.parse(
  v.object({
    keyFile: v.string(),
    subject: v.string(),
    parent: v.string(),
    endpoint: v.string(),
    folder: v.string(),
    document: v.string()
  }),
  JSON.parse(process.env.JUPYTERLAB_GDRIVE_LIVE_SUITE ?? 'null')
);

describe('GoogleDrive, over a real account', () => {
  itKeepsTheContract(async () => {
    const account = await LiveAccount.open(given);
    const { folder, document } = given;
    return { drive: account.drive, folder, document, close: () => account.close() };
  });
});
