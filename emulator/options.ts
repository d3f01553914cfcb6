import { parseArgs } from 'node:util';

import type { Knobs } from './traffic/knobs';
import { DEFAULT_KNOBS, turnKnobs } from './traffic/knobs';

export type Options = {
  host: string;
  port: number;
  /** 0 is any free port, undefined is none. */
  tlsPort: number | undefined;
  connectPort: number | undefined;
  /** `empty`, `sample` or a number of files. */
  seed: string;
  /** Where keys, certificates and uploads are kept; a temporary folder when undefined. */
  stateFolder: string | undefined;
  randomSeed: number;
  /** Where to write every JSON answer, one a line. */
  recordFile: string | undefined;
  diesWithStdin: boolean;
  asksForHelp: boolean;
  knobs: Partial<Knobs>;
};

export const USAGE = `emulator: a small Google Drive over HTTP
  --host 127.0.0.1        address to listen on
  --port 0                0 is any free port
  --tls-port off          Google's hosts behind TLS; 0 is any free port
  --connect-port off      a CONNECT proxy that leads Google's hosts to the TLS port
  --seed empty            empty, sample, or a number of files
  --state DIR             keys and uploads; a temporary folder otherwise
  --latency-scale 0       1 answers as slowly as Google was measured
  --random-seed 1         the same seed, the same latencies and faults
  --knob name=value       any other knob, repeatable
  --record FILE           write every JSON answer to the file, one a line
  --die-with-stdin        end when standard input closes`;

/** Reads the command line; throws with a sentence for what it does not understand. */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      host: { type: 'string', default: '127.0.0.1' },
      port: { type: 'string', default: '0' },
      'tls-port': { type: 'string', default: 'off' },
      'connect-port': { type: 'string', default: 'off' },
      seed: { type: 'string', default: 'empty' },
      state: { type: 'string' },
      'latency-scale': { type: 'string', default: '0' },
      'random-seed': { type: 'string', default: '1' },
      record: { type: 'string' },
      knob: { type: 'string', multiple: true, default: [] },
      'die-with-stdin': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false }
    }
  });
  const knobs: Knobs = { ...DEFAULT_KNOBS };
  for (const setting of values.knob) {
    const [name = '', value = ''] = setting.split('=');
    turnKnobs(knobs, {
      [name]: value !== '' && !Number.isNaN(Number(value)) ? Number(value) : value
    });
  }
  knobs.latencyScale ||= number(values['latency-scale'], '--latency-scale');
  return {
    host: values.host,
    port: number(values.port, '--port'),
    tlsPort: optionalPort(values['tls-port'], '--tls-port'),
    connectPort: optionalPort(values['connect-port'], '--connect-port'),
    seed: values.seed,
    stateFolder: values.state,
    randomSeed: number(values['random-seed'], '--random-seed'),
    recordFile: values.record,
    diesWithStdin: values['die-with-stdin'],
    asksForHelp: values.help,
    knobs
  };
}

function number(text: string, name: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value < 0) {
    throw new Error(`${name} is a number, not ${JSON.stringify(text)}.`);
  }
  return value;
}

function optionalPort(text: string, name: string): number | undefined {
  return text === 'off' ? undefined : number(text, name);
}
