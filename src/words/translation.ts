import type { ITranslator, TranslationBundle } from '@jupyterlab/translation';

/** The panel's strings in the person's language. */
export function loadTranslation(translator: ITranslator): TranslationBundle {
  return translator.load('jupyterlab_gdrive');
}
