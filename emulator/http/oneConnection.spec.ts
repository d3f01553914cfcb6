import { describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { connect } from 'node:net';

import { withFixture } from '../testing/fixture';

const google = withFixture();

/** What comes for these requests, which are all sent before any answer, until the connection is closed. */
async function answersTo(paths: readonly string[], token: string): Promise<string> {
  const { hostname, port } = new URL(google.emulator.url);
  const socket = connect(Number(port), hostname);
  const last = paths.length - 1;
  const requests = paths.map((path, at) =>
    [
      `GET ${path} HTTP/1.1`,
      'Host: localhost',
      `Authorization: Bearer ${token}`,
      `Connection: ${at === last ? 'close' : 'keep-alive'}`,
      '\r\n'
    ].join('\r\n')
  );
  socket.write(requests.join(''));
  const pieces: Buffer[] = [];
  socket.on('data', (piece: Buffer) => pieces.push(piece));
  await once(socket, 'end');
  return Buffer.concat(pieces).toString('latin1');
}

describe('requests of one connection', () => {
  it('are answered whole, in order, though one comes while the answer before it is leaving', async () => {
    const size = 6_000_000;
    const { id } = await google.emulator.addFile({ name: 'large', size, contentSeed: 1 });
    const media = `/drive/v3/files/${id}?alt=media`;
    const about = '/drive/v3/about?fields=kind';
    const answers = await answersTo([media, about, media, about], await google.token({}));
    const heads = [...answers.matchAll(/HTTP\/1\.1 (\d+) .*?\r\n\r\n/gs)];
    expect(heads.map(([, status]) => status)).toEqual(['200', '200', '200', '200']);
    const bodies = answers.length - heads.reduce((sum, [head]) => sum + head.length, 0);
    const kind = (await google.get(about)).bytes.length;
    expect(bodies).toBe(2 * (size + kind));
  });
});
