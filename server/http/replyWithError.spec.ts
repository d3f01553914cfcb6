import { describe, expect, it } from '@jest/globals';
import { Hono } from 'hono';
import { DriveError } from '../../protocol';
import { createLog } from '../log';
import { replyWithError } from './replyWithError';

/** What a browser gets for a failure, and what the log says of it. */
async function replyTo(error: unknown, signal?: AbortSignal) {
  const lines: string[] = [];
  const log = createLog('info', line => lines.push(line));
  const app = new Hono();
  app.get('/item', context => replyWithError(error, context, 'number-7', log));
  const reply = await app.request(new Request('http://localhost/item', signal ? { signal } : {}));
  return { status: reply.status, text: await reply.text(), log: lines.join('\n') };
}

describe('a failure', () => {
  it.each([
    ['of the request', new DriveError('badRequest', 'No.'), 400, 'badRequest', 'No.'],
    ['of Drive', new DriveError('notFound', 'Gone.'), 404, 'notFound', 'Gone.'],
    ['of ours', new Error('a riddle'), 500, 'internal', 'under the number number-7'],
    ['of words', 'a riddle', 500, 'internal', 'under the number number-7']
  ])('%s has status, code and sentence', async (_, error, status, code, sentence) => {
    const reply = await replyTo(error);
    expect(reply.status).toBe(status);
    expect(JSON.parse(reply.text)).toMatchObject({
      ...{ code, requestId: 'number-7' },
      message: expect.stringContaining(sentence)
    });
    expect(reply.log).toContain('number-7');
    expect(reply.text).not.toMatch(/riddle|stack|\.ts/);
  });

  it('keeps its details, and its cause to itself', async () => {
    const cause = new Error('a riddle');
    const { text, log } = await replyTo(
      new DriveError('notFound', 'Gone.', { details: { name: 'x' }, cause })
    );
    expect(JSON.parse(text)).toMatchObject({ details: { name: 'x' } });
    expect([text.includes('riddle'), log.includes('riddle')]).toEqual([false, true]);
  });

  it('is told to nobody who has gone', async () => {
    const gone = new AbortController();
    gone.abort();
    expect(await replyTo(new Error('x'), gone.signal)).toEqual({ status: 499, text: '', log: '' });
  });
});
