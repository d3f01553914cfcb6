/** Numbers and times as people read them. */
import { Time } from '@jupyterlab/coreutils';
import { formatFileSize } from '@jupyterlab/filebrowser';
import type { TranslationBundle } from '@jupyterlab/translation';

export function formatBytes(bytes: number): string {
  return formatFileSize(bytes, 1, 1024);
}

/** Seconds left, rounded as far as anyone cares. */
export function formatDuration(seconds: number, trans: TranslationBundle): string {
  if (seconds < 60) {
    return trans.__('%1 s', Math.max(1, Math.round(seconds)));
  }
  const minutes = Math.round(seconds / 60);
  return minutes < 60
    ? trans.__('%1 min', minutes)
    : trans.__('%1 h %2 min', Math.floor(minutes / 60), minutes % 60);
}

/** A time of the protocol (RFC 3339) as date and time of day; '' where unknown. */
export function formatTime(time: string | null): string {
  return time === null ? '' : Time.format(new Date(time));
}
