/** The network and Google have bad moments. `calm` ends them; so does the end of the round's actions. */
import type { EmulatorProcess, FaultAction, Knobs } from '../../emulator/client';
import type { ACTS, Step } from '../plan/steps';
import { at } from '../random';

type WeatherAct = (typeof ACTS.weather)[number];

export const CALM: Partial<Knobs> = {
  ...{ p500: 0, p503: 0, p429: 0, p403rate: 0, pReset: 0, pTruncate: 0, pRange200: 0 },
  ...{ pLostCreate: 0, bandwidth: 0, uploadBandwidth: 0, fixedLatencyMs: 0 },
  groupedParentsBug: 'off'
};

const STORMS: readonly (readonly [string, Partial<Knobs>])[] = [
  ['server errors', { p500: 0.1, p503: 0.15 }],
  ['an outage', { p503: 0.9 }],
  ['rate limits', { p429: 0.15, p403rate: 0.15 }],
  ['broken connections', { pReset: 0.2, pTruncate: 0.15, pRange200: 0.3 }],
  ['lost answers', { pLostCreate: 0.5, pReset: 0.1 }],
  ['everything', { p500: 0.05, p503: 0.05, p429: 0.05, pReset: 0.08, pTruncate: 0.08 }]
];

const BROKEN: readonly (readonly [string, FaultAction])[] = [
  ['stalls at once', { stall: true }],
  ['stalls after 20,000 bytes', { stall: 20_000 }],
  ['is cut after 40,000 bytes', { cutAfterBytes: 40_000 }],
  ['is reset after 50,000 bytes', { resetAfterBytes: 50_000 }],
  ['has wrong bytes', { wrongBytes: true }],
  ['is done, and its answer lost', { dropAfterProcessing: true }]
];

/** What happens, in words. */
export async function actWeather(
  act: WeatherAct,
  { draws }: Step,
  emulator: EmulatorProcess
): Promise<string> {
  switch (act) {
    case 'storm': {
      const [name, knobs] = at(STORMS, draws[0]) ?? ['', {}];
      await emulator.setKnobs(knobs);
      return name;
    }
    case 'stall': {
      const [name, action] = at(BROKEN, draws[0]) ?? ['', {}];
      const nth = 1 + Math.floor(draws[1] * 4);
      await emulator.addFault({ match: { nth, times: 1 + Math.floor(draws[2] * 2) }, do: action });
      return `request ${nth} from now ${name}`;
    }
    case 'slow': {
      const bandwidth = Math.floor(60_000 + draws[0] * 1_000_000);
      const fixedLatencyMs = Math.floor(draws[1] * 40);
      await emulator.setKnobs({ bandwidth, uploadBandwidth: bandwidth, fixedLatencyMs });
      return `${bandwidth} bytes a second, ${fixedLatencyMs} ms an answer`;
    }
    case 'gaps': {
      const groupedParentsBug = draws[0] < 0.3 ? 'empty' : 'partial';
      await emulator.setKnobs({ groupedParentsBug, groupedParentsShare: 0.2 + draws[1] * 0.6 });
      return `lists of several folders are ${groupedParentsBug} at times`;
    }
    case 'calm':
      await clearSky(emulator);
      return 'all is well again';
    case 'expireTokens':
      await emulator.expireTokens();
      return 'tokens expired';
  }
}

export async function clearSky(emulator: EmulatorProcess): Promise<void> {
  await emulator.clearFaults();
  await emulator.setKnobs(CALM);
}
