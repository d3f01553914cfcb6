/** The filter by name. Pure. */

/** True if a name contains the text, in whatever case and however its accents are written. */
export function hasText(name: string, text: string): boolean {
  return text === '' || plain(name).includes(plain(text));
}

function plain(text: string): string {
  return text.normalize('NFC').toLowerCase();
}
