/** Bytes in the form that a document asked for. Pure. */
import type { Contents } from '@jupyterlab/services';
import { isRecord } from '../../protocol/isRecord';
import type { Unreadable } from '../words/unreadable';
import { untrustNotebook } from './contentsModel';

/** JupyterLab reads notebooks of this major version; its server makes older ones newer, and is not asked here. */
const NOTEBOOK_FORMAT = 4;

export class UnreadableError extends Error {
  constructor(
    readonly reason: Unreadable,
    cause?: unknown
  ) {
    super(reason, { cause });
  }
}

/** Notebooks lose their marks of trust. Throws an UnreadableError. */
export function decode(bytes: Uint8Array, format: Contents.FileFormat): unknown {
  if (format === 'base64') {
    return toBase64(bytes);
  }
  const text = toText(bytes);
  return format === 'json' ? toNotebook(text) : text;
}

/** True if the first bytes of a file, which may be cut anywhere, are no text. */
export function looksBinary(start: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(start, { stream: true });
    return start.includes(0);
  } catch {
    return true;
  }
}

/** As Jupyter's own server does: what is not UTF-8 is no text, rather than a text with holes. */
function toText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new UnreadableError('notText', error);
  }
}

function toNotebook(text: string): unknown {
  let notebook: unknown;
  try {
    notebook = JSON.parse(text);
  } catch (error) {
    throw new UnreadableError('notNotebook', error);
  }
  if (!isRecord(notebook) || typeof notebook.nbformat !== 'number') {
    throw new UnreadableError('notNotebook');
  }
  if (notebook.nbformat < NOTEBOOK_FORMAT) {
    throw new UnreadableError('oldNotebook');
  }
  if (!Array.isArray(notebook.cells) || !isRecord(notebook.metadata)) {
    throw new UnreadableError('notNotebook');
  }
  return untrustNotebook(notebook);
}

const BASE64_STEP = 0x8000;

function toBase64(bytes: Uint8Array): string {
  let binary = '';
  for (let start = 0; start < bytes.length; start += BASE64_STEP) {
    binary += String.fromCharCode(...bytes.subarray(start, start + BASE64_STEP));
  }
  return btoa(binary);
}
