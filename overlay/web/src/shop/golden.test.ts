import { describe, expect, it } from 'vitest';
import { decodeState, SHOP_CLASS } from './cue.ts';
import { golden, goldenTags } from './golden.ts';
import { CueTimeline } from './timeline.ts';

describe('the golden playlist', () => {
  const timeline = CueTimeline.of(goldenTags);

  it('holds ranges of ours and ranges to pass over', () => {
    expect(golden.class).toBe(SHOP_CLASS);
    expect(timeline.ranges.length).toBeGreaterThan(5);
    expect(timeline.ranges.length).toBeLessThan(goldenTags.length);
  });

  it.each(golden.states)('at $at answers q $q ($why)', ({ at, q, state }) => {
    const range = timeline.at(Date.parse(at));
    expect(range?.q ?? null).toBe(q);
    expect(range?.state ?? []).toEqual(decodeState(state));
  });

  it('answers the same for any order of its tags', () => {
    const reversed = CueTimeline.of(goldenTags.toReversed());
    for (const { at } of golden.states) {
      expect(reversed.at(Date.parse(at))).toEqual(timeline.at(Date.parse(at)));
    }
  });
});
