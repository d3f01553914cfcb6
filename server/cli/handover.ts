/** What Python hands over: Jupyter's configuration, and what only the process before this one knew. */
import * as v from 'valibot';

const schema = v.object({
  /** What a proxy is told (server/config.ts); null where `problem` says why there is none. */
  proxy: v.nullable(v.record(v.string(), v.unknown())),
  /** What is wrong with the configuration, and the exit status for it. */
  problem: v.nullable(v.object({ sentence: v.string(), status: v.number() })),
  defaults: v.object({ json: v.nullable(v.boolean()), conflicts: v.string(), yes: v.boolean() }),
  traits: v.array(v.string()),
  allOptions: v.string(),
  /** Lines of the log from this level on, in pino's numbers. */
  logLevel: v.number(),
  startMs: v.number(),
  /** Signals that were ignored when the command began (`nohup`, `&` in a script), which Node forgets. */
  ignoredSignals: v.array(v.picklist(['SIGINT', 'SIGHUP', 'SIGTERM', 'SIGQUIT'])),
  /** Whether a person types on the stdin of the command, which here may be a pipe. */
  isTerminal: v.boolean()
});

export type Handover = Readonly<v.InferOutput<typeof schema>>;

/** Throws where the text is something else: a bug, since both sides ship together. */
export function parseHandover(text: string): Handover {
  return v.parse(schema, JSON.parse(text));
}
