/** What is said of a file whose bytes no document can show. Pure. */
import type { TranslationBundle } from '@jupyterlab/translation';

/** Why bytes are not what a document needs. */
export type Unreadable = 'notText' | 'notNotebook' | 'oldNotebook';

export function unreadableText(
  reason: Unreadable,
  title: string,
  trans: TranslationBundle
): string {
  switch (reason) {
    case 'notText':
      return trans.__('"%1" is no text in UTF-8. Copy it to the workspace to work with it.', title);
    case 'notNotebook':
      return trans.__('"%1" is not a whole notebook. Look at it in Google Drive.', title);
    case 'oldNotebook':
      return trans.__(
        '"%1" is in an old format of notebooks. Copy it to the workspace and open it there.',
        title
      );
  }
}
