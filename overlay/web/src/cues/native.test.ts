import { describe, expect, it } from 'vitest';
import { decodeState, SHOP_CLASS } from '../shop/cue.ts';
import { golden, goldenRanges } from '../shop/golden.ts';
import { CueTimeline } from '../shop/timeline.ts';
import { type DataCue, DataCueRanges, type DatedVideo, tagsOfCues } from './native.ts';

const ZERO = Date.parse('2026-11-22T18:07:04.000Z');

/**
 * The golden playlist as WebKit hands it over (its layout test track-in-band-ext-x-date-range-start-time): a cue for each
 * client attribute, no ID and no CLASS, seconds on the element's clock, and none before its zero.
 */
const RECORDED = goldenRanges.flatMap((attributes) =>
  [...attributes]
    .filter(([key]) => key.startsWith('X-'))
    .map(([key, data]) => ({
      id: '',
      type: 'com.apple.quicktime.HLS',
      startTime: Math.max(0, (Date.parse(attributes.get('START-DATE') ?? '') - ZERO) / 1000),
      endTime: (Date.parse(attributes.get('END-DATE') ?? '') - ZERO) / 1000,
      value: { key, data },
    })),
) as unknown as DataCue[];

interface Track {
  kind: string;
  mode: string;
  cues: DataCue[];
}

function video(tracks: Track[], startDate = ZERO): DatedVideo {
  return { textTracks: tracks, getStartDate: () => new Date(startDate) } as unknown as DatedVideo;
}

describe('DataCueRanges', () => {
  it('makes of what Safari hands over what the golden file says, at every date it can play', () => {
    const tracks: Track[] = [
      { kind: 'captions', mode: 'disabled', cues: [] },
      { kind: 'metadata', mode: 'disabled', cues: RECORDED },
    ];
    const timeline = CueTimeline.of(new DataCueRanges(video(tracks)).view()?.tags() ?? []);
    const playable = golden.states.filter(({ at }) => Date.parse(at) >= ZERO);
    expect(playable.length).toBeGreaterThan(10);
    for (const { at, q, state } of playable) {
      expect([at, timeline.at(Date.parse(at))?.q ?? null]).toEqual([at, q]);
      expect(timeline.at(Date.parse(at))?.state ?? []).toEqual(decodeState(state));
    }
    expect(tracks.map(({ mode }) => mode)).toEqual(['disabled', 'hidden']);
  });

  it('keeps what Safari has dropped, and answers the same version until it is told of more', () => {
    const track: Track = { kind: 'metadata', mode: 'hidden', cues: RECORDED.slice(0, 3) };
    const ranges = new DataCueRanges(video([track]));
    const first = ranges.view();
    expect(ranges.view()?.version).toBe(first?.version);
    track.cues = RECORDED.slice(3, 6);
    const second = ranges.view();
    expect(second?.version).not.toBe(first?.version);
    expect(second?.tags().length).toBeGreaterThan(first?.tags().length ?? 0);
    expect(second?.tags()).toEqual(expect.arrayContaining([...(first?.tags() ?? [])]));
  });

  it('knows two ranges that start together from one another', () => {
    const together = tagsOfCues(RECORDED, ZERO).filter(({ start }) => start === Date.parse('2026-11-22T18:07:40.000Z'));
    expect(new Set(together.map(({ id }) => id)).size).toBe(2);
  });

  it('answers nothing while the clock has no date', () => {
    expect(new DataCueRanges(video([], Number.NaN)).view()).toBeUndefined();
  });
});

describe('tagsOfCues', () => {
  type Cue = Parameters<typeof tagsOfCues>[0][number];
  const cue = (fields: object): Cue =>
    ({ id: 'e-1', startTime: 2.5, endTime: 32.5, type: 'com.apple.quicktime.HLS', ...fields }) as Cue;

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
