/** What a command prints: results on stdout, sentences for a person on stderr. */
import type { DriveError } from '../../protocol';
import { jsonLine, plain } from './format';

/** As much of a stream as is needed here. */
export interface IText {
  write(text: string): unknown;
}

export class Output {
  constructor(
    private readonly out: IText,
    private readonly err: IText,
    /** Whether results are JSON, one object a line. */
    readonly asJson: boolean
  ) {}

  /** Lines as they are: who calls has made names plain. */
  print(...lines: readonly string[]): void {
    if (lines.length > 0) {
      this.out.write(`${lines.join('\n')}\n`);
    }
  }

  /** One object; `type` says what it is. */
  printJson(type: string, value: object): void {
    this.print(jsonLine(type, value));
  }

  /** What a person should know, apart from the results. */
  tell(sentence: string): void {
    this.err.write(`${plain(sentence)}\n`);
  }

  fail({ code, message, details }: DriveError): void {
    this.tell(message);
    if (this.asJson) {
      this.printJson('error', { code, message, details });
    }
  }
}
