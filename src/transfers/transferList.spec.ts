import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Transfer } from '../../protocol/transfers';
import { transfer } from '../testing/samples';
import { TransferList, type TransferCalls } from './transferList';

const unchanged = (): Promise<Transfer> => Promise.resolve(transfer());

/** A proxy whose transfers are set by hand; everything else of it would be a mistake here. */
class Proxy {
  transfers: readonly Transfer[] = [];
  asked = 0;
  isDown = false;

  readonly client = {
    transfers: (): Promise<readonly Transfer[]> => {
      this.asked += 1;
      return this.isDown ? Promise.reject(new Error('down')) : Promise.resolve(this.transfers);
    },
    copy: unchanged,
    upload: unchanged,
    answer: unchanged,
    cancel: unchanged,
    retry: unchanged,
    remove: () => Promise.resolve([])
  } satisfies TransferCalls;
}

const wait = (ms: number): Promise<void> => jest.advanceTimersByTimeAsync(ms);
const REQUEST = { items: [], destination: '' };

describe('the transfer list', () => {
  let proxy: Proxy;
  let list: TransferList;
  let told: string[];
  let isConnected: boolean;

  beforeEach(() => {
    jest.useFakeTimers();
    proxy = new Proxy();
    isConnected = true;
    told = [];
    list = new TransferList(proxy.client, () => isConnected);
    list.ended.connect((_, event) => told.push(`${event.transfer.state} ${String(event.isOurs)}`));
    list.asked.connect((_, event) => told.push(`${event.transfer.state} ${String(event.isOurs)}`));
    list.lasting.connect(() => told.push('lasting'));
  });

  afterEach(() => {
    list.dispose();
    jest.useRealTimers();
  });

  it('asks nothing while nothing is under way', async () => {
    proxy.transfers = [transfer({ state: 'done' })];
    await list.refresh();
    await wait(60_000);
    expect([proxy.asked, told]).toEqual([1, []]);
  });

  it('looks once more for what is offered late', async () => {
    await list.begin();
    proxy.transfers = [transfer({ state: 'interrupted' })];
    await wait(80_000);
    expect([proxy.asked, list.active]).toEqual([1, []]);
    await wait(10_000);
    expect(list.active).toHaveLength(1);
  });

  it('looks now and then whether what was interrupted goes on', async () => {
    proxy.transfers = [transfer({ state: 'interrupted' })];
    await list.refresh();
    await wait(15_000);
    expect(proxy.asked).toBe(4);
    proxy.transfers = [transfer()];
    await wait(5_000 + 3_000);
    expect(proxy.asked).toBe(8);
  });

  it('asks once a second until the end, and tells it once', async () => {
    proxy.transfers = [transfer()];
    await list.copy(REQUEST);
    await wait(3000);
    expect([proxy.asked, told]).toEqual([3, ['lasting']]);
    proxy.transfers = [transfer({ state: 'done' })];
    await wait(60_000);
    expect([proxy.asked, told]).toEqual([4, ['lasting', 'done true']]);
  });

  it('announces a question, and whose transfer it is', async () => {
    proxy.transfers = [transfer({ id: 'of another tab' })];
    await list.refresh();
    proxy.transfers = [transfer({ id: 'of another tab', state: 'asking' })];
    await wait(1000);
    expect(told).toEqual(['asking false']);
  });

  it('waits while Jupyter is not there, and goes on afterwards', async () => {
    proxy.transfers = [transfer()];
    await list.copy(REQUEST);
    isConnected = false;
    await wait(10_000);
    expect(proxy.asked).toBe(0);
    isConnected = true;
    await wait(1000);
    expect(proxy.asked).toBe(1);
  });

  it('asks more rarely after an answer that failed', async () => {
    await list.copy(REQUEST);
    proxy.isDown = true;
    await wait(1000 + 5000 + 5000);
    expect(proxy.asked).toBe(3);
  });

  it('stops with its owner', async () => {
    await list.copy(REQUEST);
    list.dispose();
    await wait(60_000);
    expect(proxy.asked).toBe(0);
  });
});
