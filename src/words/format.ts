/** Numbers and times as people read them. */
import { Time } from '@jupyterlab/coreutils';
import type { TranslationBundle } from '@jupyterlab/translation';

const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'];

/**
 * As JupyterLab's file browser writes it (1 KB = 1024 B), with one decimal at most. Its own
 * `formatFileSize` is not used: it comes with all of `@jupyterlab/filebrowser`, whose widgets need a
 * browser, and words have to load without one.
 */
export function formatBytes(bytes: number): string {
  const unit = bytes < 1 ? 0 : Math.min(Math.floor(Math.log2(bytes) / 10), UNITS.length - 1);
  return `${Number((bytes / 1024 ** unit).toFixed(1))} ${UNITS[unit] ?? ''}`;
}

/** A count with its thousands apart, as the browser's language does. */
export function formatCount(count: number): string {
  return count.toLocaleString();
}

/** Seconds left, as whole seconds, minutes, or hours and minutes. */
export function formatDuration(seconds: number, trans: TranslationBundle): string {
  if (seconds < 60) {
    return trans.__('%1 s', Math.max(1, Math.round(seconds)));
  }
  const minutes = Math.round(seconds / 60);
  return minutes < 60
    ? trans.__('%1 min', minutes)
    : trans.__('%1 h %2 min', Math.floor(minutes / 60), minutes % 60);
}

/** A time of the protocol (RFC 3339) as date and time of day; '' where unknown, a dash for what is no time. */
export function formatTime(time: string | null): string {
  const date = new Date(time ?? '');
  return time === null ? '' : Number.isNaN(date.getTime()) ? '–' : Time.format(date);
}
