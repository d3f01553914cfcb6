/** First come, first out. Arrays move all that they hold when the first goes, once they are large. */
export class Line<T> {
  private items: T[] = [];
  private first = 0;

  get length(): number {
    return this.items.length - this.first;
  }

  push(item: T): void {
    this.items.push(item);
  }

  /** The first ones, `most` of them if there are as many. */
  take(most: number): T[] {
    const taken = this.items.slice(this.first, this.first + most);
    this.first += taken.length;
    if (this.first * 2 > this.items.length) {
      this.items = this.items.slice(this.first); // fewer are copied than were taken since the last time
      this.first = 0;
    }
    return taken;
  }
}
