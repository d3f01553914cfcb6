import { afterAll, beforeAll, describe } from '@jest/globals';
import { startEmulator, type EmulatorProcess } from '../../emulator/client';
import { LiveAccount } from '../testing/openDrive';
import { itKeepsTheContract } from './drive.contract';

let emulator: EmulatorProcess;
beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.stop());

describe('GoogleDrive, over the emulator', () => {
  itKeepsTheContract(async () => {
    const { keyFile, subject, url: endpoint } = emulator;
    const account = await LiveAccount.open({ keyFile, subject, endpoint, parent: 'root' });
    const folder = await account.createFolder('contract', 'root');
    const document = await account.createDocument('a document', folder);
    return { drive: account.drive, folder, document, close: () => account.close() };
  });
});
