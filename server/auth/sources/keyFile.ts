/** A key file whose path on the server a person entered in the settings. */
import { readKeyFile } from '../key';
import { notConfigured, type SourceMaker } from './source';

const ORIGIN = 'the settings';

export const keyFile: SourceMaker = (_available, { keyFile: path }) => ({
  name: 'keyFile',
  isThere: path !== '',
  origin: ORIGIN,
  isShared: false,
  subject: '',
  open: async () => {
    if (path === '') {
      throw notConfigured(
        'No key file is chosen yet. Enter its path on the server in the settings.'
      );
    }
    return readKeyFile(path, ORIGIN);
  }
});
