import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { BrokenConnection, GoogleApiError } from '../google/apiErrors';
import { call, clock, failing, log, OPTIONS, silent } from '../testing/governing';
import { Governor, type Call, type GovernorOptions } from './governor';

const RATE = new GoogleApiError(403, 'userRateLimitExceeded', 'slow down');

let governor: Governor;
let tokensDropped: number;

function govern(options: Partial<GovernorOptions> = {}): Governor {
  return new Governor({ ...OPTIONS, ...options }, clock, log, () => (tokensDropped += 1));
}

/** A call that stays under way until it is told to end. */
function open(as: Call, name: string, begun: string[]): () => Promise<void> {
  const end: { now: () => void } = { now: silent };
  const whole = governor.run(as, async () => {
    begun.push(name);
    await new Promise<void>(resolve => (end.now = resolve));
  });
  return async () => {
    end.now();
    await whole;
  };
}

beforeEach(() => {
  jest.useFakeTimers({ now: 0 });
  tokensDropped = 0;
  governor = govern();
});
afterEach(() => {
  governor.dispose();
  jest.useRealTimers();
});
const pass = (ms: number): Promise<void> => jest.advanceTimersByTimeAsync(ms);

describe('the order', () => {
  it('lets a person in beyond the limit of transfers, who then take turns', async () => {
    governor = govern({ maxConnections: 1, startConnections: 1 });
    const begun: string[] = [];
    const ends = new Map<string, () => Promise<void>>();
    for (const name of ['a1', 'a2', 'a3', 'b1']) {
      ends.set(name, open(call('transfer', name.slice(0, 1)), name, begun));
    }
    ends.set('background', open(call('background'), 'background', begun));
    ends.set('panel', open(call('panel'), 'panel', begun));
    await pass(0);
    expect(begun).toEqual(['a1', 'panel']);
    for (const name of ['panel', 'a1', 'a2', 'b1', 'a3', 'background']) {
      await ends.get(name)?.();
    }
    expect(begun).toEqual(['a1', 'panel', 'a2', 'b1', 'a3', 'background']);
  });

  it('lets one call in the background in beyond the limit for eight connections', async () => {
    governor = govern({ maxConnections: 16, startConnections: 16 });
    const begun: string[] = [];
    const all = (['transfer', 'background'] as const).flatMap(priority =>
      Array.from({ length: 20 }, () =>
        governor.run(call(priority), async () => {
          begun.push(priority);
          await clock.sleep(10);
        })
      )
    );
    await pass(0);
    expect(begun.filter(priority => priority === 'background').length).toBe(2);
    expect(begun.length).toBe(18);
    await pass(1_000);
    await Promise.all(all);
  });

  it('gives files the connections that the background took while there were none', async () => {
    governor = govern({ maxConnections: 16, startConnections: 16 });
    const begun: string[] = [];
    const lists = Array.from({ length: 40 }, () => open(call('background'), 'list', begun));
    const files = Array.from({ length: 20 }, () => open(call(), 'file', begun));
    await pass(0);
    expect(begun).toEqual(Array<string>(18).fill('list'));
    for (const end of lists.slice(0, 17)) {
      await end();
      await pass(0);
    }
    expect(begun.slice(18)).toEqual([...Array<string>(16).fill('file'), 'list']);
    for (const end of [...files, ...lists]) {
      await end();
    }
  });

  it('leaves the last units of the quota to files', async () => {
    governor = govern({ unitsPerMinute: 1_000, maxConnections: 16, startConnections: 16 });
    const begun: string[] = [];
    const list = { ...call('background'), class: 'list' } as const;
    const ends = Array.from({ length: 9 }, (_, n) => open(list, `list ${n}`, begun));
    await pass(0);
    const before = begun.length;
    ends.push(open(call(), 'file', begun));
    await pass(0);
    expect([before < 9, begun.at(-1)]).toEqual([true, 'file']);
    await pass(61_000);
    for (const end of ends) {
      await end();
    }
  });

  it('never has more under way than allowed', async () => {
    let [running, most] = [0, 0];
    const all = Array.from({ length: 50 }, () =>
      governor.run(call(), async () => {
        running += 1;
        most = Math.max(most, running);
        await clock.sleep(10);
        running -= 1;
      })
    );
    await pass(1_000);
    await Promise.all(all);
    expect(most).toBe(4);
  });

  it('takes a cancelled call out of the line, and lets the next one go', async () => {
    governor = govern({ maxConnections: 1, startConnections: 1 });
    const begun: string[] = [];
    const own = new AbortController();
    const endFirst = open(call(), 'first', begun);
    const cancelled = governor.run(call('transfer', '', own.signal), failing().attempt);
    const endLast = open(call(), 'last', begun);
    own.abort(new Error('cancelled'));
    await expect(cancelled).rejects.toThrow('cancelled');
    await endFirst();
    await pass(0);
    expect(begun).toEqual(['first', 'last']);
    await endLast();
  });
});

describe('trying again', () => {
  it('waits half a second, then one, after two refusals, and then succeeds', async () => {
    const { attempt } = failing(RATE, RATE);
    const result = governor.run(call(), attempt);
    const times: number[] = [];
    void result.then(() => times.push(clock.now()));
    await pass(10_000);
    expect([await result, times]).toEqual(['done', [1_500]]);
  });

  it('gives up after three answers, with words for a person', async () => {
    const counted = failing(RATE, RATE, RATE, RATE);
    const result = governor.run(call(), counted.attempt);
    const outcome = expect(result).rejects.toMatchObject({ code: 'rateLimited' });
    await pass(60_000);
    await outcome;
    expect(counted.made).toBe(3);
  });

  it('waits as long as Google asks, and so do the other transfers, but no person', async () => {
    governor = govern({ maxConnections: 16, startConnections: 16 });
    const asked = new GoogleApiError(429, '', 'slow down', { retryAfterMs: 20_000 });
    const refused = governor.run(call(), failing(asked).attempt);
    await pass(0);
    const begun: string[] = [];
    const endOther = open(call(), 'transfer', begun);
    const endPanel = open(call('panel'), 'panel', begun);
    await pass(19_999);
    expect([begun, governor.connection]).toEqual([['panel'], 'rateLimited']);
    await pass(1);
    expect([begun, await refused]).toEqual([['panel', 'transfer'], 'done']);
    await Promise.all([endOther(), endPanel()]);
  });

  it('drops the token after a 401, once', async () => {
    const refused = new GoogleApiError(401, 'authError', 'expired');
    await expect(governor.run(call(), failing(refused).attempt)).resolves.toBe('done');
    expect(tokensDropped).toBe(1);
    await expect(governor.run(call(), failing(refused, refused).attempt)).rejects.toMatchObject({
      code: 'credentialsRejected'
    });
    expect(tokensDropped).toBe(2);
  });

  it('does not try again what can’t succeed', async () => {
    const counted = failing(new GoogleApiError(404, 'notFound', 'gone'));
    await expect(governor.run(call(), counted.attempt)).rejects.toMatchObject({ code: 'notFound' });
    expect(counted.made).toBe(1);
  });

  it('begins to count anew when bytes arrived before the connection broke', async () => {
    let made = 0;
    const result = governor.run({ ...call(), progress: () => made }, () => {
      made += 1;
      return made < 10
        ? Promise.reject(new BrokenConnection(false, 'ECONNRESET'))
        : Promise.resolve('done');
    });
    await pass(60_000);
    expect([await result, made]).toEqual(['done', 10]);
  });

  it('gives up a call whose bytes only come again', async () => {
    const counted = failing(...Array.from({ length: 9 }, () => new BrokenConnection(false, 'cut')));
    const result = governor.run({ ...call(), progress: () => 7 }, counted.attempt);
    const outcome = expect(result).rejects.toMatchObject({ code: 'driveUnavailable' });
    await pass(60_000);
    await outcome;
    expect(counted.made).toBe(OPTIONS.maxTries);
  });

  it('does not take for progress what starts over and gets no further than before', async () => {
    let kept = 0;
    let made = 0;
    const result = governor.run({ ...call(), progress: () => kept }, () => {
      made += 1;
      kept = made % 2 === 0 ? 0 : 5; // lost again each second time
      return Promise.reject(new BrokenConnection(false, 'cut'));
    });
    const outcome = expect(result).rejects.toMatchObject({ code: 'driveUnavailable' });
    await pass(600_000);
    expect(made).toBe(OPTIONS.maxTries);
    await outcome;
  });

  it('stops waiting as soon as it is cancelled', async () => {
    const own = new AbortController();
    const result = governor.run(call('transfer', '', own.signal), failing(RATE, RATE).attempt);
    const outcome = expect(result).rejects.toThrow('cancelled');
    await pass(100);
    own.abort(new Error('cancelled'));
    await outcome;
  });
});
