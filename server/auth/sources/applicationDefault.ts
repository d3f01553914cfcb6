/** Application Default Credentials: a file that Google's own tools leave for all programs of a person. */
import { readKeyFile } from '../key';
import { notConfigured, type SourceMaker } from './source';

const ORIGIN = 'Application Default Credentials';

export const applicationDefault: SourceMaker = ({ applicationDefaultFile: path }) => ({
  name: 'applicationDefault',
  isThere: path !== null,
  origin: ORIGIN,
  isShared: false,
  subject: '',
  open: async () => {
    if (path === null) {
      throw notConfigured(
        'There are no Application Default Credentials on this server. Run “gcloud auth application-default login”, or choose other credentials in the settings.'
      );
    }
    return readKeyFile(path, ORIGIN);
  }
});
