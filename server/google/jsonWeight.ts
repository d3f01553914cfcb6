/** How many values JSON has: of 32 MB full of `[],` the parser would make half a gigabyte. */

/** A page of a thousand items has some fifty thousand. */
const MOST_VALUES = 500_000;

const [QUOTE, BACKSLASH, COMMA, BRACKET, BRACE] = [...Buffer.from('"\\,[{')];

/** Counts what begins or parts values, outside of texts; stops where there are too many. */
export function hasFewValues(json: Uint8Array): boolean {
  let values = 0;
  let inText = false;
  for (let at = 0; at < json.length; at += 1) {
    const byte = json[at];
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
      if (values > MOST_VALUES) {
        return false;
      }
    }
  }
  return true;
}
