import { describe, expect, it } from 'vitest';
import { en } from './en.ts';
import { formatClock, localeOf } from './locale.ts';
import { vi } from './vi.ts';

describe('localeOf', () => {
  it.each([
    [['vi'], 'vi', vi, 'ltr'],
    [['vi-VN', 'en'], 'vi-VN', vi, 'ltr'],
    [['', null, 'en-GB'], 'en-GB', en, 'ltr'],
    [['ar-EG'], 'ar-EG', en, 'rtl'],
    [['not a tag!', undefined], 'en', en, 'ltr'],
    [[], 'en', en, 'ltr'],
  ] as const)('%j', (wishes, tag, words, direction) => {
    expect(localeOf(...wishes)).toEqual({ tag, words, direction });
  });
});

describe('the dictionaries', () => {
  it('say nothing empty, and Vietnamese is in composed letters', () => {
    const spoken = (words: typeof en): string[] =>
      Object.values(words).map((word) =>
        typeof word === 'function' ? (word as (...a: unknown[]) => string)(2, 3) : word,
      );
    for (const word of [...spoken(en), ...spoken(vi)]) {
      expect(word.trim()).not.toBe('');
      expect(word).toBe(word.normalize('NFC'));
    }
  });
});

describe('formatClock', () => {
  it.each([
    [0, '0:00'],
    [59.99, '0:59'],
    [75, '1:15'],
    [3675, '1:01:15'],
    [-3, '0:00'],
  ])('%d s is %s', (seconds, text) => {
    expect(formatClock(seconds)).toBe(text);
  });
});
