/** What was chosen for a copy, and is not there. */
import { expect, it } from '@jest/globals';
import { withProxy } from '../testing/withProxy';

const stage = withProxy();

it('is no success, though all else arrived', async () => {
  const { id } = await stage.emulator.addFile({ name: 'there.csv', content: 'there' });
  const items = [
    { id, path: 'My Drive/there.csv' },
    { id: 'an-id-that-nobody-has', path: 'My Drive/never.csv' }
  ];
  const { body } = await stage.proxy.call('POST /copies', { body: { items, destination: '' } });
  const { state, files, problems } = await stage.proxy.ended(body.id);
  expect([state, files.done]).toEqual(['failed', 1]);
  expect(problems).toMatchObject([{ item: 'never.csv', code: 'notFound' }]);
});
