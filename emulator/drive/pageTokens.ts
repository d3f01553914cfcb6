import { createHash, createHmac } from 'node:crypto';

import type { IClock } from '../clock';
import { isRecord } from '../json';
import { forbidden, invalid } from './refusals';

/** Where a list goes on. */
export type Cursor = number;

/** Makes page tokens that cannot be read or made up, each good only for the question it was given to. */
export class PageTokens {
  private readonly secret: string;

  constructor(
    private readonly clock: IClock,
    /** How long a token is good, in seconds, as the knobs stand now. */
    private readonly lifeSeconds: () => number,
    secret: string
  ) {
    this.secret = secret;
  }

  make(question: string, cursor: Cursor): string {
    const body = Buffer.from(JSON.stringify({ c: cursor, t: this.clock.now() })).toString(
      'base64url'
    );
    return `~!!~AI9F${this.seal(question, body)}${body}`;
  }

  /**
   * The cursor inside. Refused: 400 `invalid` at pageToken for a token that is made up or belongs to
   * another question, 403 `pageTokenExpired` for one that is too old (docs/reference/drive.md, "Listing and search").
   */
  read(question: string, token: string): Cursor {
    const match = /^~!!~AI9F([A-Za-z0-9_-]{22})([A-Za-z0-9_-]+)$/.exec(token);
    const [, seal = '', body = ''] = match ?? [];
    if (match === null || seal !== this.seal(question, body)) {
      throw invalid('pageToken');
    }
    const content: unknown = JSON.parse(Buffer.from(body, 'base64url').toString('utf8'));
    if (!isRecord(content) || typeof content.c !== 'number' || typeof content.t !== 'number') {
      throw invalid('pageToken');
    }
    if (content.t + this.lifeSeconds() * 1000 < this.clock.now()) {
      throw forbidden(
        'pageTokenExpired',
        'The specified page token has expired, and can no longer be used.'
      );
    }
    return content.c;
  }

  private seal(question: string, body: string): string {
    const digest = createHash('sha256').update(question).digest('hex');
    return createHmac('md5', this.secret).update(`${digest} ${body}`).digest('base64url');
  }
}
