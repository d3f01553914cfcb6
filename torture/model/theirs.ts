/** The versions that others made in Drive, and which of them a person allowed to be replaced. Pure. */
import type { Span } from './mine';
import { mayComeOf } from './names';

type Made = { readonly md5: string; readonly from: number };

type Item = {
  /** In their order. */
  readonly made: Made[];
  readonly names: Set<string>;
  readonly mayGo: Set<string>;
};

export class Theirs {
  private readonly items = new Map<string, Item>();
  private readonly touched = new Set<string>();

  add(id: string, name: string, md5: string, from: number): void {
    const item = this.items.get(id) ?? { made: [], names: new Set(), mayGo: new Set() };
    this.items.set(id, item);
    item.names.add(name);
    item.made.push({ md5, from });
  }

  /** Something was done to the item in Drive, after it was first there. */
  touch(id: string, name?: string): void {
    this.touched.add(id);
    if (name !== undefined) {
      this.named(id, name);
    }
  }

  /** A shortcut to the item has this name. */
  named(id: string, name: string): void {
    this.items.get(id)?.names.add(name);
  }

  has(id: string): boolean {
    return this.items.has(id);
  }

  wasTouched(id: string): boolean {
    return this.touched.has(id);
  }

  /** All names that the item had. */
  namesOf(id: string): readonly string[] {
    return [...(this.items.get(id)?.names ?? [])];
  }

  hasMade(id: string, md5: string): boolean {
    return this.items.get(id)?.made.some(made => made.md5 === md5) ?? false;
  }

  /** “Replace” was answered for a name in Drive, to a question that was made within this span. */
  release(name: string, asked: Span): void {
    for (const item of this.items.values()) {
      if ([...item.names].some(each => mayComeOf(name, each))) {
        item.made
          .filter(({ from }, n) => {
            const next = item.made[n + 1]?.from ?? Infinity;
            return from <= asked.to && next >= asked.from;
          })
          .forEach(({ md5 }) => item.mayGo.add(md5));
      }
    }
  }

  mayReplace(id: string, md5: string): boolean {
    return this.items.get(id)?.mayGo.has(md5) ?? true;
  }
}
