import { describe, expect, it } from 'vitest';
import { SHOP_CLASS } from '../shop/cue.ts';
import { tagsOfCues } from './native-playback.ts';

type Cue = Parameters<typeof tagsOfCues>[0][number];
const cue = (fields: object): Cue =>
  ({ id: 'e-1', startTime: 2.5, endTime: 32.5, type: 'com.apple.quicktime.HLS', ...fields }) as Cue;

describe('tagsOfCues', () => {
  it('takes our attribute and leaves everything else', () => {
    const value = { key: 'X-DEV-VITRINE-STATE', data: 'v1.x' };
    expect(
      tagsOfCues(
        [
          cue({ value }),
          cue({ value: { key: 'X-COM-EXAMPLE-KIND', data: 'pause' } }),
          cue({ type: 'org.id3', value }),
          cue({}),
        ],
        1_000_000,
      ),
    ).toEqual([{ id: 'e-1', class: SHOP_CLASS, start: 1_002_500, end: 1_032_500, value: 'v1.x' }]);
  });
});
