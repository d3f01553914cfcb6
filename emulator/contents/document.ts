/** What an editor's document says; exports are made from it. */
export type Document = {
  text: string;
  rows: string[][];
  /** At least this many bytes in every export, for the 10 MB limit. */
  exportBytes?: number;
};
