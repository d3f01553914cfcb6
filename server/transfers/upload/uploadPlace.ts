/** Where an upload puts a file or a folder: a parent, by its id, and a name. */
export type UploadPlace = { readonly parent: string; readonly name: string };

export function keyOf(parent: string, name: string): string {
  return `${parent}/${name}`;
}
