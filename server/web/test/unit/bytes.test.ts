import { expect, test } from 'vitest';
import { formatBytes } from '../../src/model/bytes.ts';

test('sizes are told in the unit that fits, in the language of the reader', () => {
  expect([0, 999, 1_000, 1_550_000, 45_600_000_000, 3e15].map((bytes) => formatBytes(bytes, 'en'))).toEqual([
    '0 byte',
    '999 byte',
    '1 kB',
    '1.6 MB',
    '46 GB',
    '3,000 TB',
  ]);
  expect(formatBytes(1_550_000, 'vi')).toBe('1,6 MB');
});
