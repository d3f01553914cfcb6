import { ReactWidget } from '@jupyterlab/ui-components';
import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import type { Status } from '../../protocol/status';
import { footerNotes } from './footer';

/** The footer, in small type below the rows. */
export class PanelFooter extends ReactWidget {
  constructor(private readonly _trans: TranslationBundle) {
    super();
    this.addClass('jp-GDrive-footer');
    this.hide();
  }

  set status(status: Status | null) {
    this._status = status;
    this.setHidden(status === null || footerNotes(status, this._trans).length === 0);
    this.update();
  }

  protected override render(): React.JSX.Element {
    const notes = this._status === null ? [] : footerNotes(this._status, this._trans);
    return (
      <>
        {notes.map(({ kind, text, title }) => (
          <span key={kind} className="jp-GDrive-note" data-note={kind} title={title ?? text}>
            {text}
          </span>
        ))}
      </>
    );
  }

  private _status: Status | null = null;
}
