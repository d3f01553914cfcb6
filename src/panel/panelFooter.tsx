import { ReactWidget } from '@jupyterlab/ui-components';
import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import type { Status } from '../../protocol/status';
import { notesOn } from './footer';

/** Whose Drive this is and what is special about it, in small type below the rows. */
export class PanelNotes extends ReactWidget {
  constructor(private readonly _trans: TranslationBundle) {
    super();
    this.addClass('jp-GDrive-notes');
    this.hide();
  }

  set status(status: Status | null) {
    this._status = status;
    this.setHidden(status === null || notesOn(status, this._trans).length === 0);
    this.update();
  }

  protected override render(): React.JSX.Element {
    const notes = this._status === null ? [] : notesOn(this._status, this._trans);
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
