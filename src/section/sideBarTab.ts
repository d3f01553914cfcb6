import type { IMovableSectionSource, ISectionEntry } from '@jupyterlab/apputils';
import { SidePanel } from '@jupyterlab/ui-components';
import type { ITranslator } from '@jupyterlab/translation';
import { Signal, type ISignal } from '@lumino/signaling';
import { AccordionPanel, type Widget } from '@lumino/widgets';
import { driveIcon } from '../words/icons';
import { loadTranslation } from '../words/translation';

/**
 * A tab of its own for the section. As a movable source it lets people move the
 * section from here into the File Browser, and back, by the menu on its title.
 */
export class SideBarTab extends SidePanel implements IMovableSectionSource {
  constructor(translator: ITranslator) {
    super({ translator });
    const trans = loadTranslation(translator);
    this.id = 'jp-gdrive-sidebar';
    this.addClass('jp-GDrive-sideBar');
    this.title.icon = driveIcon;
    this.title.caption = trans.__('Google Drive');
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', trans.__('Google Drive'));
  }

  get accordionPanel(): AccordionPanel | null {
    return this.content instanceof AccordionPanel ? this.content : null;
  }

  get sectionAdded(): ISignal<this, ISectionEntry> {
    return this._sectionAdded;
  }

  /** The section was moved away, or back here by JupyterLab. */
  get occupancyChanged(): ISignal<this, boolean> {
    return this._occupancyChanged;
  }

  getSections(): readonly ISectionEntry[] {
    const { accordionPanel: accordion } = this;
    return (accordion?.widgets ?? []).flatMap((widget, index) => {
      const titleNode = accordion?.titles[index];
      return titleNode === undefined ? [] : [{ id: widget.id, titleNode, widget }];
    });
  }

  removeSectionById(sectionId: string): Widget | null {
    const widget = this.getSections().find(({ id }) => id === sectionId)?.widget ?? null;
    if (widget !== null) {
      widget.parent = null;
      this._occupancyChanged.emit(false);
    }
    return widget;
  }

  reinsertSection(widget: Widget): void {
    this.addWidget(widget);
    this._occupancyChanged.emit(true);
  }

  override addWidget(widget: Widget): void {
    super.addWidget(widget);
    const entry = this.getSections().find(section => section.widget === widget);
    if (entry !== undefined) {
      this._sectionAdded.emit(entry);
    }
  }

  private readonly _sectionAdded = new Signal<this, ISectionEntry>(this);
  private readonly _occupancyChanged = new Signal<this, boolean>(this);
}
