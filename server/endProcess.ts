/**
 * The end of the process. exit() joins Node's threads, of which one may wait for ever: for a disk that is
 * gone, or for the other end of a pipe. Then only a kill ends the process.
 */
import { setTimeout as sleep } from 'node:timers/promises';

const PATIENCE_MS = 1_000;
const LOOK_MS = 10;
/** What Node does in a thread of its own: the disk, and the names of hosts. */
const IN_A_THREAD = /^(FSReq|GetAddrInfo|GetNameInfo)/;

export async function endProcess(status: number): Promise<void> {
  for (let waited = 0; isAtWork(); waited += LOOK_MS) {
    if (waited >= PATIENCE_MS) {
      process.kill(process.pid, 'SIGKILL');
    }
    await sleep(LOOK_MS);
  }
  process.exit(status);
}

function isAtWork(): boolean {
  return process.getActiveResourcesInfo().some(name => IN_A_THREAD.test(name));
}
