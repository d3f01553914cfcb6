/** Time as the emulator tells it: the machine's, shifted by a knob, so that clients with a wrong clock can be tested. */
export interface IClock {
  /** Milliseconds since 1970, never the same twice in a row backwards. */
  now(): number;
}

export class ShiftedClock implements IClock {
  /** How far Google's time is ahead of the machine's, in milliseconds. */
  skewMs = 0;

  now(): number {
    return Date.now() + this.skewMs;
  }
}
