import { expect, it } from 'vitest';
import { contrast, luminance, parseHex, readableOn } from './contrast.ts';

it.each([
  ['#000', '#fff'],
  ['#fff', '#000'],
  ['#5b4bf0', '#fff'],
  ['#ffb300', '#000'],
  ['#00B14F', '#000'],
  ['#e11d48', '#fff'],
  ['#777777', '#000'],
])('on %s the words are %s, and can be read', (accent, expected) => {
  const rgb = parseHex(accent) ?? [0, 0, 0];
  const words = readableOn(rgb);
  expect(words).toBe(expected);
  expect(contrast(luminance(rgb), words === '#fff' ? 1 : 0)).toBeGreaterThanOrEqual(4.5);
});

it.each(['red', '#12345', 'url(x)', '#12;}', '', 'rgb(1,2,3)'])('takes no other spelling: %s', (colour) => {
  expect(parseHex(colour)).toBeUndefined();
});
