import type { IContent } from '../contents/content';

/** The content that comes with a create or an update, and the type its part was sent with. */
export type Upload = { content: IContent; mimeType?: string };
