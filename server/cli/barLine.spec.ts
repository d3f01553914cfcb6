import { describe, expect, it } from '@jest/globals';
import stringWidth from 'string-width';
import { barLine } from './barLine';
import { transferOf } from './testing/samples';

const half = transferOf({
  ...{ state: 'running', titles: ['sunset.png'], bytes: { total: 91_342, done: 45_671 } },
  ...{ files: { total: 1_200, done: 3, skipped: 2, failed: 1 }, speed: 20_000, secondsLeft: 65 }
});

describe('the bar', () => {
  it('shows share, bytes, speed, files and time', () => {
    expect(barLine(half, 80)).toBe(
      'sunset.png  50% |██████      | 46 kB/91 kB 20 kB/s, 6 of 1,200 files, 01:05 left'
    );
  });

  it.each([
    [{ bytes: { total: 0, done: 0 } }, 100],
    [{ bytes: { total: 3, done: 3 } }, 100],
    [{ bytes: { total: 3, done: 9 } }, 100],
    [{ bytes: { total: 300, done: 2 } }, 0]
  ])('%j is %d %%', (more, percent) => {
    expect(barLine(transferOf(more), 80)).toContain(`a.csv ${String(percent).padStart(3)}% |`);
  });

  it('waits while there is no connection', () => {
    const shown = barLine({ ...half, state: 'paused' }, 120);
    expect(shown).toMatch(/, 6 of 1,200 files, no connection: waiting$/);
  });

  it.each([
    ['a'.repeat(5_000), 1, `${'a'.repeat(29)}…   0%`],
    ['数'.repeat(40), 1, `${'数'.repeat(14)}…   0%`],
    ['a', 12, 'a +11   0%'],
    ['\u001b[2J', 1, '\ufffd[2J   0%']
  ])('begins with a title that has room: %#', (title, chosen, start) => {
    const shown = barLine(
      transferOf({ titles: [title], chosen, bytes: { total: 9, done: 0 } }),
      99
    );
    expect(shown.slice(0, start.length)).toBe(start);
  });

  it.each([1, 10, 40, 79, 80, 200])('keeps to %d columns, whatever the name', columns => {
    for (const title of ['a', '数据'.repeat(300), '🎉'.repeat(100), 'e\u0301'.repeat(400)]) {
      expect(stringWidth(barLine({ ...half, titles: [title] }, columns))).toBeLessThanOrEqual(
        columns
      );
    }
  });
});
