/** Copies by the proxy, and what they took. */
import { setTimeout as sleep } from 'node:timers/promises';
import { hasEnded, type Transfer } from '../protocol';
import type { Proxy } from '../server/testing/proxy';
import { cpuSecondsOf, peakBytesOf, type Cost } from './processes';

/** Between two looks at the transfer: the panel asks once a second, so this is a burden, but a small one. */
const LOOK_MS = 20;

/** From the request to the last file under its name. Rejects unless every file arrived. */
export async function timeOurs(
  proxy: Proxy,
  paths: readonly string[],
  destination = ''
): Promise<Cost> {
  const items = [];
  for (const each of paths) {
    const { body } = await proxy.call('GET /item', { query: { path: each } });
    items.push({ id: body.id, path: each });
  }
  const cpuBefore = cpuSecondsOf(proxy.pid);
  const start = performance.now();
  const { body } = await proxy.call('POST /copies', { body: { items, destination } });
  const transfer = await ended(proxy, body.id);
  const wallSeconds = (performance.now() - start) / 1000;
  const cpuSeconds = cpuSecondsOf(proxy.pid) - cpuBefore;
  if (transfer.state !== 'done') {
    throw new Error(`The copy ended ${transfer.state}: ${transfer.problems[0]?.message ?? ''}`);
  }
  return { wallSeconds, cpuSeconds, peakBytes: peakBytesOf(proxy.pid) };
}

export async function ended(proxy: Proxy, id: string, lookMs = LOOK_MS): Promise<Transfer> {
  for (;;) {
    const { body } = await proxy.call('GET /transfers');
    const transfer = body.find(each => each.id === id);
    if (transfer !== undefined && hasEnded(transfer.state)) {
      return transfer;
    }
    await sleep(lookMs);
  }
}
