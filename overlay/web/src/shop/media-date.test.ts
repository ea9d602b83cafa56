import { describe, expect, it } from 'vitest';
import { mediaDateAt, mediaTimeAt } from './media-date.ts';

const T0 = Date.UTC(2026, 10, 22, 18, 7, 4);

describe('media dates', () => {
  // The third segment begins 20 ms early on the element's clock: hls.js parsed it and moved it.
  const fragments = [
    { start: 100, programDateTime: T0 },
    { start: 104, programDateTime: T0 + 4000 },
    { start: 107.98, programDateTime: T0 + 8000 },
  ];

  it.each([
    ['at a start', 104, T0 + 4000],
    ['inside', 105.25, T0 + 5250],
    ['in a segment that moved', 108, T0 + 8020],
    ['after the last: the open segment', 113.98, T0 + 14000],
    ['before the first', 98.5, T0 - 1500],
  ])('%s', (_, time, date) => {
    expect(mediaDateAt(fragments, time)).toBeCloseTo(date, 6);
  });

  it('skips segments without a date, and answers nothing when none has one', () => {
    expect(
      mediaDateAt(
        [
          { start: 0, programDateTime: null },
          { start: 4, programDateTime: T0 },
        ],
        5,
      ),
    ).toBe(T0 + 1000);
    expect(mediaDateAt([{ start: 0, programDateTime: null }], 5)).toBeUndefined();
    expect(mediaDateAt([], 5)).toBeUndefined();
  });

  it('maps back', () => {
    for (const time of [98.5, 100, 105.25, 108, 113.98]) {
      const date = mediaDateAt(fragments, time);
      expect(mediaTimeAt(fragments, date ?? Number.NaN)).toBeCloseTo(time, 6);
    }
    expect(mediaTimeAt([], T0)).toBeUndefined();
  });
});
