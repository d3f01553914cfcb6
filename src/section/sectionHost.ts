import type { Message } from '@lumino/messaging';
import { Signal, type ISignal } from '@lumino/signaling';
import { PanelLayout, Widget } from '@lumino/widgets';

const SECTION_ID = 'jp-gdrive-section';

/**
 * The section as JupyterLab has it from the start: a title and nothing below. Its content is built
 * when it is first seen open, so that people who never open it do not pay for it.
 * (A second file browser in the page also breaks Galata's own helpers.)
 */
export class SectionHost extends Widget {
  constructor() {
    super();
    this.id = SECTION_ID;
    this.addClass('jp-GDrive-section');
    this.layout = this._content;
    this.hide();
  }

  /** The person opened or closed the section, or moved it. */
  get toggled(): ISignal<this, void> {
    return this._toggled;
  }

  /** It came into view or left it, also with the side bar around it. */
  get visibilityChanged(): ISignal<this, boolean> {
    return this._visibilityChanged;
  }

  fill(content: Widget): void {
    this._content.addWidget(content);
  }

  override show(): void {
    if (this.isHidden) {
      super.show();
      this._toggled.emit();
    }
  }

  override hide(): void {
    if (!this.isHidden) {
      super.hide();
      this._toggled.emit();
    }
  }

  protected override onAfterAttach(msg: Message): void {
    super.onAfterAttach(msg);
    this._notice();
  }

  protected override onAfterShow(msg: Message): void {
    super.onAfterShow(msg);
    this._notice();
  }

  protected override onAfterHide(msg: Message): void {
    super.onAfterHide(msg);
    this._visibilityChanged.emit(false);
  }

  private _notice(): void {
    if (this.isVisible) {
      this._visibilityChanged.emit(true);
    }
  }

  private readonly _content = new PanelLayout();
  private readonly _toggled = new Signal<this, void>(this);
  private readonly _visibilityChanged = new Signal<this, boolean>(this);
}
