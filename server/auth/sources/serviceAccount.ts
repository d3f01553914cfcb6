/** The service account that the administrator configured: by a file, or by the content of a variable. */
import { parseKey, readKeyFile } from '../key';
import { notConfigured, type SourceMaker } from './source';

export const serviceAccount: SourceMaker = ({ serviceAccount: configured, subject }) => ({
  name: 'serviceAccount',
  isThere: configured !== null,
  origin: configured?.origin ?? '',
  isShared: true,
  subject,
  open: async () => {
    if (configured === null) {
      throw notConfigured(
        'Google Drive is not connected yet. Enter the path of a service-account key in the settings of JupyterLab, or have the server name one as c.GDrive.service_account_file.'
      );
    }
    const { origin } = configured;
    return 'content' in configured
      ? parseKey(configured.content, origin)
      : readKeyFile(configured.file, origin);
  }
});
