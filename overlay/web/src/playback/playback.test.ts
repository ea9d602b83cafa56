import { expect, it } from 'vitest';
import { hasSeenAll } from './playback.ts';

it.each([
  ['the last part of a complete show', false, 101.65, 102.1, true],
  ['the middle of a complete show', false, 60, 102.1, false],
  ['the edge of a live one', true, 101.65, 102.1, false],
  ['a live one, whose duration Safari calls infinite', true, 101.65, Number.POSITIVE_INFINITY, false],
  ['nothing that is known yet', undefined, 0, Number.NaN, false],
  ['a complete show before its media', false, 0, Number.NaN, false],
])('who waits in %s', (_, live, currentTime, duration, seenAll) => {
  expect(hasSeenAll(live, { currentTime, duration })).toBe(seenAll);
});
