import { InputGroup, ReactWidget } from '@jupyterlab/ui-components';
import type { TranslationBundle } from '@jupyterlab/translation';
import { Debouncer } from '@lumino/polling';
import * as React from 'react';

/** From the last key until the server is asked. */
const TYPING_PAUSE_MS = 300;

/**
 * Text that names in the folder must contain. Where not all of them are here, Drive is asked, which
 * looks at the beginnings of words only (docs/reference/drive.md).
 */
export class FilterBox extends ReactWidget {
  constructor(
    private readonly _search: (text: string) => Promise<void>,
    private readonly _trans: TranslationBundle
  ) {
    super();
    this.addClass('jp-GDrive-filter');
    this.hide();
  }

  override dispose(): void {
    this._typed.dispose();
    super.dispose();
  }

  /** Shows the box ready for typing, or hides it and shows all rows again. */
  toggle(): void {
    this.setHidden(this.isVisible);
    if (this.isHidden) {
      this.text = '';
      void this._search('');
    } else {
      this.update();
      void this.renderPromise?.then(() => this._input.current?.focus()); // not drawn while hidden
    }
  }

  set text(text: string) {
    this._text = text;
    if (this._input.current !== null) {
      this._input.current.value = text;
    }
  }

  protected override render(): React.JSX.Element {
    return (
      <InputGroup
        type="search"
        inputRef={this._input}
        rightIcon="ui-components:search"
        aria-label={this._trans.__('Filter by name')}
        placeholder={this._trans.__('Filter by name')}
        defaultValue={this._text}
        onChange={event => {
          this._text = event.target.value;
          void this._typed.invoke();
        }}
      />
    );
  }

  private readonly _input = React.createRef<HTMLInputElement>();
  private readonly _typed = new Debouncer(() => this._search(this._text), TYPING_PAUSE_MS);
  private _text = '';
}
