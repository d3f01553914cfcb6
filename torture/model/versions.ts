/** Every content that ever existed, on either side, and every name that it had. Pure. */
import { EMPTY_MD5 } from '../bytes';
import { mayComeOf } from './names';

export type Known = {
  /** For sentences: `v12, here as data/a.csv`. */
  readonly label: string;
  readonly names: Set<string>;
};

export class Versions {
  private readonly known = new Map<string, Known>();

  /** A content exists; under one more name, if it was known. */
  add(md5: string, label: string, name: string): void {
    const known = this.known.get(md5) ?? { label, names: new Set<string>() };
    this.known.set(md5, known);
    known.names.add(name);
  }

  /** A content that a file of this name has by now. */
  named(md5: string, name: string): void {
    this.known.get(md5)?.names.add(name);
  }

  has(md5: string): boolean {
    return this.known.has(md5);
  }

  label(md5: string): string {
    return this.known.get(md5)?.label ?? `an unknown content (${md5.slice(0, 8)})`;
  }

  /** True where the content is unknown: that is another finding. */
  fits(md5: string, name: string): boolean {
    const known = this.known.get(md5);
    // Nothing tells one empty file from another.
    return (
      md5 === EMPTY_MD5 ||
      known === undefined ||
      [...known.names].some(original => mayComeOf(name, original))
    );
  }
}
