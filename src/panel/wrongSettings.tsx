import { ReactWidget } from '@jupyterlab/ui-components';
import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import type { WrongSetting } from '../../protocol/status';

/** Which settings are wrong, in the words of the proxy, and the way to correct them. */
export class WrongSettings extends ReactWidget {
  constructor(
    private readonly _openSettings: () => void,
    private readonly _trans: TranslationBundle
  ) {
    super();
    this.addClass('jp-GDrive-wrongSettings');
    this.node.setAttribute('role', 'status');
    this.hide();
  }

  set settings(settings: readonly WrongSetting[]) {
    this._settings = settings;
    this.setHidden(settings.length === 0);
    this.update();
  }

  protected override render(): React.JSX.Element {
    const trans = this._trans;
    const count = this._settings.length;
    return (
      <>
        <p className="jp-GDrive-wrongSettingsTitle">
          {trans._n(
            'A setting is wrong and not used:',
            '%1 settings are wrong and not used:',
            count
          )}
        </p>
        <button type="button" className="jp-GDrive-link" onClick={this._openSettings}>
          {trans.__('Open Settings')}
        </button>
        <ul>
          {this._settings.map(({ key, message }) => (
            <li key={key} data-setting={key}>
              {message}
            </li>
          ))}
        </ul>
      </>
    );
  }

  private _settings: readonly WrongSetting[] = [];
}
