import { expect, it } from 'vitest';
import { chooseLayout } from './layout.ts';

const wide = { width: 1280, height: 720 };
const tall = { width: 720, height: 1280 };

it.each([
  ['phone, wide picture', 390, 844, wide, 'stacked'],
  ['phone, nothing known yet', 390, 844, undefined, 'stacked'],
  ['phone, tall picture', 390, 844, tall, 'sheet'],
  ['small phone', 360, 640, wide, 'stacked'],
  ['phone on its side', 844, 390, wide, 'drawer'],
  ['desktop', 1440, 900, wide, 'column'],
  ['desktop, tall picture', 1440, 900, tall, 'column'],
  ['tablet', 768, 1024, wide, 'stacked'],
  ['16:9 embed', 800, 450, wide, 'drawer'],
  ['16:9 small embed', 480, 270, wide, 'sheet'],
  ['square embed', 400, 400, wide, 'sheet'],
  ['narrow embed', 300, 600, wide, 'mini'],
  ['flat embed', 600, 150, wide, 'mini'],
] as const)('%s: %d×%d', (_, width, height, picture, layout) => {
  expect(chooseLayout({ width, height }, picture)).toBe(layout);
});
