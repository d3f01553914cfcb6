import { Drag } from '@lumino/dragdrop';
import type { IDisposable } from '@lumino/disposable';
import { Signal, type ISignal } from '@lumino/signaling';
import type { DriveItem } from '../../protocol/items';
import type { UploadDrop } from '../tokens';
import { carriesFiles, drivePaths, workspacePaths } from '../transfers/dragPaths';
import type { DropRefusal } from '../transfers/dropRefusal';
import type { UploadCheck, UploadSource } from '../transfers/uploadTarget';

const DRAGS = ['lm-dragenter', 'lm-dragover', 'lm-dragleave', 'lm-drop'] as const;
const FILE_DRAGS = ['dragenter', 'dragover', 'dragleave', 'drop'] as const;
const TARGET_CLASS = 'jp-mod-dropTarget';
const LIST_TARGET_CLASS = 'jp-GDrive-mod-dropTarget';

/** What of the panel is under the pointer. */
export type PanelSpot = {
  /** What a drop there goes into, with its rows as far as they are shown; null if nobody knows it yet. */
  readonly folder: DriveItem | null;
  readonly rows: readonly DriveItem[];
  /** What to mark. */
  readonly node: Element;
  /** True where the folder is the one shown, whose rows surround the pointer. */
  readonly isShown: boolean;
};

type PanelDropsOptions = {
  readonly node: HTMLElement;
  readonly spotAt: (event: Drag.Event) => PanelSpot;
  /** The drive of a path, as JupyterLab knows it; '' for the workspace. */
  readonly driveOf: (path: string) => string;
  readonly checkUpload: (folder: DriveItem | null, source: UploadSource) => UploadCheck;
  readonly refusalText: (refusal: DropRefusal) => string;
};

/**
 * Takes every drag over the panel before JupyterLab's crumbs and list do, which would move files by the
 * paths that Drive and workspace seem to share. A drop does what was marked, or words said before that it
 * won't be taken.
 */
export class PanelDrops implements IDisposable {
  constructor(private readonly _options: PanelDropsOptions) {
    for (const type of [...DRAGS, ...FILE_DRAGS]) {
      _options.node.addEventListener(type, this, true);
    }
  }

  /** Paths of the workspace were dropped on a folder that takes them. */
  get uploadDropped(): ISignal<this, UploadDrop> {
    return this._uploadDropped;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    if (!this._isDisposed) {
      this._isDisposed = true;
      this._unmark();
      for (const type of [...DRAGS, ...FILE_DRAGS]) {
        this._options.node.removeEventListener(type, this, true);
      }
      Signal.clearData(this);
    }
  }

  handleEvent(event: Event): void {
    if (event instanceof Drag.Event) {
      this._onDrag(event);
    } else if (event instanceof DragEvent && event.dataTransfer?.types.includes('Files') === true) {
      this._onFiles(event, event.dataTransfer);
    }
  }

  private _onDrag(event: Drag.Event): void {
    this._unmark();
    if (!carriesFiles(event)) {
      return; // JupyterLab knows what that is
    }
    event.preventDefault();
    event.stopPropagation();
    event.dropAction = 'none';
    if (event.type === 'lm-dragleave') {
      return;
    }
    const spot = this._options.spotAt(event);
    const paths = workspacePaths(event, this._options.driveOf);
    const isDrop = event.type === 'lm-drop';
    if (paths === null) {
      this._refuse(drivePaths(event) === null ? 'otherDrive' : 'moving', spot, isDrop);
      return;
    }
    const check = this._options.checkUpload(spot.folder, { paths, rows: spot.rows });
    if (check.refusal !== null) {
      const isUnknown = spot.folder === null && !spot.isShown;
      this._refuse(isUnknown ? 'unknown' : check.refusal, spot, isDrop);
      return;
    }
    event.dropAction = event.proposedAction;
    if (isDrop) {
      this._uploadDropped.emit({ paths, folder: check.folder });
    } else {
      this._marked = spot.node;
      this._marked.classList.add(spot.isShown ? LIST_TARGET_CLASS : TARGET_CLASS);
    }
  }

  /** Rows of Drive on their way out of the folder shown need no words. */
  private _refuse(refusal: DropRefusal, { isShown }: PanelSpot, isDrop: boolean): void {
    if (!isDrop && !(refusal === 'moving' && isShown)) {
      this._say(refusal);
    }
  }

  /** Files of the person's computer; a browser that is not told otherwise opens them in place of JupyterLab. */
  private _onFiles(event: DragEvent, data: DataTransfer): void {
    event.preventDefault();
    event.stopPropagation();
    data.dropEffect = 'none';
    const { relatedTarget } = event;
    const isInside = relatedTarget instanceof Node && this._options.node.contains(relatedTarget);
    this._unmark();
    if (event.type !== 'drop' && (event.type !== 'dragleave' || isInside)) {
      this._say('desktop');
    }
  }

  private _say(refusal: DropRefusal): void {
    this._options.node.dataset.refusal = this._options.refusalText(refusal);
  }

  private _unmark(): void {
    delete this._options.node.dataset.refusal;
    this._marked?.classList.remove(TARGET_CLASS, LIST_TARGET_CLASS);
    this._marked = null;
  }

  private readonly _uploadDropped = new Signal<this, UploadDrop>(this);
  private _marked: Element | null = null;
  private _isDisposed = false;
}
