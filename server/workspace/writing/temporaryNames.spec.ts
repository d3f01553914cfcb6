import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { oldName, temporaryName, temporaryOf } from './temporaryNames';

it('a temporary name tells whose it is', () => {
  const id = fc.uint8Array({ minLength: 6, maxLength: 6 }).map(b => Buffer.from(b).toString('hex'));
  fc.assert(
    fc.property(id, fc.nat(), (transferId, entry) => {
      expect(temporaryOf(temporaryName(transferId, entry))).toEqual({ transferId, entry });
      expect(temporaryOf(oldName(transferId, entry))).toBeNull();
    })
  );
});

it.each(['a.gdrive', '.~abc.gdrive', '.~abc-1', 'x.~abc-1.gdrive', '.~abc-1.gdrive.txt'])(
  '%j is nobody’s',
  name => expect(temporaryOf(name)).toBeNull()
);
