import { describe, expect, it } from 'vitest';
import { decodePayload, SHOP_CLASS } from './cue.ts';
import { CueTimeline, type DateRangeTag } from './timeline.ts';

const encode = (json: unknown): string => `v1.${Buffer.from(JSON.stringify(json)).toString('base64url')}`;

function range(q: number, start: number, end: number, ...items: object[]): DateRangeTag {
  return { id: `e-${q}`, class: SHOP_CLASS, start, end, value: encode({ q, r: 'show', s: items }) };
}
const pin = (sku: string): object => ({ t: 'pin', sku });
const card = (sku: string): object => ({ t: 'card', sku });

describe('decodePayload', () => {
  it('reads what the format says', () => {
    const value = encode({
      q: 14,
      r: 'pin',
      s: [pin('TS-01'), { t: 'offer', sku: 'TS-01', id: 'of7', until: '2026-11-22T18:12:21.250Z' }],
    });
    expect(decodePayload(value)).toEqual({
      q: 14,
      reason: 'pin',
      state: [
        { t: 'pin', sku: 'TS-01' },
        { t: 'offer', sku: 'TS-01', id: 'of7', until: Date.UTC(2026, 10, 22, 18, 12, 21, 250) },
      ],
    });
  });

  it('skips items from the future and offers without an end', () => {
    expect(
      decodePayload(encode({ q: 1, s: [{ t: 'lot', sku: 'A' }, { t: 'offer', sku: 'A', id: 'x' }, 7, card('B')] }))
        ?.state,
    ).toEqual([{ t: 'card', sku: 'B' }]);
  });

  it.each([
    ['another version', 'v2.eyJxIjoxLCJzIjpbXX0'],
    ['no version', 'eyJxIjoxLCJzIjpbXX0'],
    ['not base64url', 'v1.%%%'],
    ['not JSON', `v1.${Buffer.from('{"q":1').toString('base64url')}`],
    ['not UTF-8', `v1.${Buffer.from([0x7b, 0xff, 0x7d]).toString('base64url')}`],
    ['q is missing', encode({ s: [] })],
    ['q is zero', encode({ q: 0, s: [] })],
    ['q is a fraction', encode({ q: 1.5, s: [] })],
    ['s is missing', encode({ q: 1 })],
    ['an array', encode([1])],
    ['empty', ''],
  ])('passes over: %s', (_, value) => {
    expect(decodePayload(value)).toBeUndefined();
  });
});

describe('CueTimeline', () => {
  it('passes over ranges that end before they start, or have no date', () => {
    const timeline = CueTimeline.of([range(1, 10, 10, pin('A')), range(2, Number.NaN, 20, pin('A')), range(3, 5, 4)]);
    expect(timeline.ranges).toEqual([]);
  });

  it('names the moments at which another product comes onto the card, not the renewals', () => {
    const timeline = CueTimeline.of([
      range(1, 0, 30, pin('A')),
      range(2, 30, 60, pin('A')),
      range(3, 40, 70, card('A'), pin('B')),
      range(4, 50, 80, card('A'), card('B')),
      range(5, 55, 85, card('B'), pin('A')),
    ]);
    expect(timeline.pinChanges()).toEqual([
      { date: 0, sku: 'A' },
      { date: 40, sku: 'B' },
      { date: 55, sku: 'A' },
    ]);
  });

  it('does not report a pin that no viewer ever sees', () => {
    // q 2 covers everything that q 1 would show.
    expect(CueTimeline.of([range(1, 10, 20, pin('A')), range(2, 5, 25, pin('B'))]).pinChanges()).toEqual([
      { date: 5, sku: 'B' },
    ]);
  });

  it('remembers what was on the table before, latest first, without what still is', () => {
    const timeline = CueTimeline.of([
      range(1, 0, 30, pin('A')),
      range(2, 10, 40, card('B')),
      range(3, 20, 50, card('C')),
      range(4, 30, 60, card('D')),
    ]);
    expect(timeline.shownBefore(35)).toEqual(['C', 'B', 'A']);
    expect(timeline.shownBefore(15)).toEqual(['A']);
    expect(timeline.shownBefore(5)).toEqual([]);
  });
});
