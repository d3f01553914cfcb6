import { showErrorMessage } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { toDriveError } from '../client/driveFailure';
import { errorText } from './errorText';

/** Shows why something that the person asked for did not happen. */
export async function showFailure(error: unknown, trans: TranslationBundle): Promise<void> {
  const { title, advice } = errorText(toDriveError(error), trans);
  await showErrorMessage(title, advice);
}
