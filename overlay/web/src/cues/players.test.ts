import type { LevelDetails } from 'hls.js';
import { describe, expect, it } from 'vitest';
import { SHOP_CLASS } from '../shop/cue.ts';
import { tagsOfDetails } from './hls-js.ts';
import { tagsOfRegions } from './shaka.ts';
import { datedSegments, tagsOfVhs } from './video-js.ts';

/** The same range as each player hands it over, and what is left of one without our attribute or without an end. */
const TAG = { id: 'e-1', class: SHOP_CLASS, start: 2_500, end: 32_500, value: 'v1.x' };

describe('one tag, whichever player read it', () => {
  it('hls.js: a map of date ranges with the attributes of the tag', () => {
    const range = (id: string, className: string, end: Date | null, attr: Record<string, string>): object => ({
      ...{ id, class: className, startDate: new Date(2_500), endDate: end, attr },
    });
    const dateRanges = {
      'e-1': range('e-1', SHOP_CLASS, new Date(32_500), { 'X-DEV-VITRINE-STATE': 'v1.x' }),
      'break-1': range('break-1', 'com.example.break', null, {}),
      gone: undefined,
    };
    expect(tagsOfDetails({ dateRanges } as unknown as LevelDetails)).toEqual([
      TAG,
      { id: 'break-1', class: 'com.example.break', start: 2_500, end: Number.NaN, value: undefined },
    ]);
  });

  it('Shaka: regions on its own clock', () => {
    const region = { id: 'e-1', schemeIdUri: SHOP_CLASS, startTime: 1.5, endTime: 31.5 };
    expect(
      tagsOfRegions(
        [
          { ...region, values: [{ key: 'X-DEV-VITRINE-STATE', data: 'v1.x' }] },
          { ...region, values: [{ key: 'X-DEV-VITRINE-STATE', data: new ArrayBuffer(1) }] },
          region,
        ],
        1_000,
      ),
    ).toEqual([TAG, { ...TAG, value: undefined }, { ...TAG, value: undefined }]);
  });

  it('video.js: attributes in camel case', () => {
    const range = { id: 'e-1', class: SHOP_CLASS, startDate: new Date(2_500), endDate: new Date(32_500) };
    expect(
      tagsOfVhs([
        { ...range, xDevVitrineState: 'v1.x' },
        { id: 'e-1', startDate: range.startDate },
      ]),
    ).toEqual([TAG, { id: 'e-1', class: '', start: 2_500, end: Number.NaN, value: undefined }]);
  });

  it('video.js: a segment that was joined at one of its parts begins where the next one says', () => {
    const joined = { start: 8.9, end: 10, duration: 2, programDateTime: 50_000 };
    const open = { start: 10, end: 10.3, duration: 1.2 };
    const listed = { ...open, duration: 2, programDateTime: 52_000 };
    const place = { start: 8, programDateTime: 50_000 };
    expect(datedSegments({ segments: [joined] })).toEqual([]);
    expect(datedSegments({ segments: [joined, open] })).toEqual([place]);
    expect(datedSegments({ segments: [joined, listed] })).toEqual([place, { start: 10, programDateTime: 52_000 }]);
    const whole = { start: 6, end: 8, duration: 2, programDateTime: 48_000 };
    expect(datedSegments({ segments: [whole, joined, open] })).toEqual([{ start: 6, programDateTime: 48_000 }, place]);
  });
});
