import { expect, it } from '@jest/globals';
import http from 'node:http';
import { toBrokenConnection } from './apiErrors';
import { openBlackHole } from '../testing/network';
import { createRawBodyAgent } from './rawBodyAgent';

it('gives up a connection that nobody answers: that is no network, not a slow answer', async () => {
  const hole = await openBlackHole();
  const url = `http://127.0.0.1:${hole.port}/`;
  const agent = createRawBodyAgent(url, { maxSockets: 1 }, 50);
  const error: unknown = await new Promise((resolve, reject) => {
    http.get(url, { agent }, () => reject(new Error('somebody answered'))).once('error', resolve);
  });
  agent.destroy();
  await hole.close();
  expect(toBrokenConnection(error)).toMatchObject({ unreachable: true, message: 'ETIMEDOUT' });
});
