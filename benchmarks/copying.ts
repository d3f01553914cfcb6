/** Copies by the proxy, and what they took. */
import { setTimeout as sleep } from 'node:timers/promises';
import { hasEnded, type Transfer } from '../protocol';
import type { Proxy } from '../server/testing/proxy';
import { cpuSecondsOf, peakBytesOf, type Cost } from './processes';

/** Between two looks at the transfer: the panel asks once a second, so this is a burden, but a small one. */
const LOOK_MS = 50;

/** From the request to the last file under its name. Rejects unless every file arrived. */
export async function timeOurs(
  proxy: Proxy,
  paths: readonly string[],
  destination = ''
): Promise<Cost> {
  const items = await itemsOf(proxy, paths);
  const cpuBefore = cpuSecondsOf(proxy.pid);
  const start = performance.now();
  const { body } = await proxy.call('POST /copies', { body: { items, destination } });
  const transfer = await ended(proxy, body.id);
  const wallSeconds = (performance.now() - start) / 1000;
  const cpuSeconds = cpuSecondsOf(proxy.pid) - cpuBefore;
  assertDone(transfer);
  return { wallSeconds, cpuSeconds, peakBytes: peakBytesOf(proxy.pid) };
}

/** Begins a copy of everything at these paths; its id. */
export async function beginCopy(
  proxy: Proxy,
  paths: readonly string[],
  destination = ''
): Promise<string> {
  const items = await itemsOf(proxy, paths);
  const { body } = await proxy.call('POST /copies', { body: { items, destination } });
  return body.id;
}

async function itemsOf(
  proxy: Proxy,
  paths: readonly string[]
): Promise<readonly { id: string; path: string }[]> {
  const items = [];
  for (const path of paths) {
    const { status, body } = await proxy.call('GET /item', { query: { path } });
    if (status !== 200) {
      throw new Error(`${path} was answered with ${status}: ${proxy.log.slice(-3).join(' ')}`);
    }
    items.push({ id: body.id, path });
  }
  return items;
}

export async function transferOf(proxy: Proxy, id: string): Promise<Transfer> {
  const { body } = await proxy.call('GET /transfers');
  const transfer = body.find(each => each.id === id);
  if (transfer === undefined) {
    throw new Error(`There is no transfer ${id}.`);
  }
  if (transfer.state === 'asking' && transfer.question?.kind === 'large') {
    await proxy.call('POST /transfers/:id/answer', { id, body: { kind: 'large', proceed: true } });
  }
  return transfer;
}

/** The transfer as soon as `condition` holds, or it has ended. */
export async function until(
  proxy: Proxy,
  id: string,
  condition: (transfer: Transfer) => boolean,
  lookMs = LOOK_MS
): Promise<Transfer> {
  for (;;) {
    const transfer = await transferOf(proxy, id);
    if (hasEnded(transfer.state) || condition(transfer)) {
      return transfer;
    }
    await sleep(lookMs);
  }
}

export function ended(proxy: Proxy, id: string, lookMs = LOOK_MS): Promise<Transfer> {
  return until(proxy, id, () => false, lookMs);
}

export function assertDone({ state, problems }: Transfer): void {
  if (state !== 'done') {
    throw new Error(`The transfer ended ${state}: ${problems[0]?.message ?? ''}`);
  }
}
