/** How many values JSON has: of 16 MB full of `[],` the parser would make a quarter of a gigabyte. */

/** A page of a thousand items has some fifty thousand. */
const MOST_VALUES = 500_000;

const [QUOTE, BACKSLASH, COMMA, BRACKET, BRACE] = [...Buffer.from('"\\,[{')];

/** Counts what begins or parts values, outside of texts, in pieces as they come. */
export class JsonWeight {
  private values = 0;
  private inText = false;
  /** A piece ended with a backslash in a text: the next byte belongs to it. */
  private isEscaped = false;

  /** False as soon as there are too many. */
  bears(piece: Uint8Array): boolean {
    let { values, inText } = this; // fields would make each byte four times as dear
    let at = this.isEscaped && piece.length > 0 ? 1 : 0;
    for (; at < piece.length; at += 1) {
      const byte = piece[at];
      if (inText) {
        if (byte === BACKSLASH) {
          at += 1;
        } else if (byte === QUOTE) {
          inText = false;
        }
      } else if (byte === QUOTE) {
        inText = true;
      } else if (byte === COMMA || byte === BRACKET || byte === BRACE) {
        values += 1;
      }
    }
    this.isEscaped = piece.length === 0 ? this.isEscaped : at > piece.length;
    this.values = values;
    this.inText = inText;
    return values <= MOST_VALUES;
  }
}
