import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodeState, SHOP_CLASS, STATE_ATTRIBUTE } from './cue.ts';
import { CueTimeline, type DateRangeTag } from './timeline.ts';

/** The files that the server's tests write and read: both sides of the format stand on the same ground. */
const golden = new URL('../../../src/test/resources/golden/', import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, golden), 'utf8');

interface GoldenState {
  at: string;
  q: number | null;
  state: unknown[];
  why?: string;
}

/** Enough of a reader for these files; in the browser hls.js does this. */
function dateRanges(playlist: string): DateRangeTag[] {
  return playlist
    .split('\n')
    .filter((line) => line.startsWith('#EXT-X-DATERANGE:'))
    .map((line) => {
      const attributes = new Map([...line.matchAll(/([A-Z0-9-]+)="([^"]*)"/g)].map((m) => [m[1], m[2] ?? '']));
      return {
        id: attributes.get('ID') ?? '',
        class: attributes.get('CLASS') ?? '',
        start: Date.parse(attributes.get('START-DATE') ?? ''),
        end: Date.parse(attributes.get('END-DATE') ?? ''),
        value: attributes.get(STATE_ATTRIBUTE),
      };
    });
}

describe('the golden playlist', () => {
  const file = JSON.parse(read('cue-states.json')) as { playlist: string; class: string; states: GoldenState[] };
  const tags = dateRanges(read(file.playlist));
  const timeline = CueTimeline.of(tags);

  it('holds ranges of ours and ranges to pass over', () => {
    expect(file.class).toBe(SHOP_CLASS);
    expect(timeline.ranges.length).toBeGreaterThan(5);
    expect(timeline.ranges.length).toBeLessThan(tags.length);
  });

  it.each(file.states)('at $at answers q $q ($why)', ({ at, q, state }) => {
    const range = timeline.at(Date.parse(at));
    expect(range?.q ?? null).toBe(q);
    expect(range?.state ?? []).toEqual(decodeState(state));
  });

  it('answers the same for any order of its tags', () => {
    const reversed = CueTimeline.of(tags.toReversed());
    for (const { at } of file.states) {
      expect(reversed.at(Date.parse(at))).toEqual(timeline.at(Date.parse(at)));
    }
  });
});
