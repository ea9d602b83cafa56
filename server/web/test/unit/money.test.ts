import { describe, expect, test } from 'vitest';
import { formatAmount, formatMoney, fractionDigits, parsePrice } from '../../src/model/money.ts';

describe('a price is read as people write it', () => {
  test.each([
    // text, currency, locale, minor units
    ['1290000', 'VND', 'vi-VN', 1_290_000],
    ['1.290.000', 'VND', 'vi-VN', 1_290_000],
    ['1,290,000', 'VND', 'en-GB', 1_290_000],
    ['1.290.000 ₫', 'VND', 'vi-VN', 1_290_000],
    ['₫1,290,000', 'VND', 'en-GB', 1_290_000],
    ['1.290.000đ', 'VND', 'vi-VN', 1_290_000],
    ['990.000', 'VND', 'en-GB', 990_000],
    ['990,000', 'VND', 'vi-VN', 990_000],
    ['1 290 000', 'VND', 'vi-VN', 1_290_000],
    ['19.90', 'USD', 'en-GB', 1990],
    ['19,90', 'USD', 'en-GB', 1990],
    ['$19.9', 'USD', 'en-GB', 1990],
    ['1,290', 'USD', 'en-GB', 129_000],
    ['1.290', 'EUR', 'vi-VN', 129_000],
    ['1.290,50', 'EUR', 'en-GB', 129_050],
    ['1,290.50', 'EUR', 'vi-VN', 129_050],
    ['1,234,567.5', 'USD', 'en-GB', 123_456_750],
    ['1.290', 'KWD', 'en-GB', 1290],
    ['0', 'VND', 'vi-VN', 0],
  ])('%s in %s (%s) is %i', (text, currency, locale, amountMinor) => {
    expect(parsePrice(text, currency, locale)).toEqual({ ok: true, amountMinor });
  });

  test.each([
    ['', 'VND', 'vi-VN', 'empty'],
    ['  ', 'VND', 'vi-VN', 'empty'],
    ['about 5', 'USD', 'en-GB', 'characters'],
    ['-5', 'USD', 'en-GB', 'characters'],
    ['1.290', 'USD', 'en-GB', 'ambiguous'],
    ['1,290', 'EUR', 'vi-VN', 'ambiguous'],
    ['19.90', 'VND', 'en-GB', 'decimals'],
    ['19.9012', 'USD', 'en-GB', 'decimals'],
    ['1.29.000', 'VND', 'vi-VN', 'grouping'],
    ['12,34,567', 'USD', 'en-GB', 'grouping'],
    ['99999999999999', 'USD', 'en-GB', 'large'],
  ])('%s in %s (%s) is refused: %s', (text, currency, locale, fault) => {
    expect(parsePrice(text, currency, locale)).toEqual({ ok: false, fault });
  });

  test('what the form shows for a price reads back as the same price', () => {
    for (const locale of ['en-GB', 'vi-VN']) {
      for (const currency of ['VND', 'USD', 'EUR', 'JPY', 'KWD']) {
        for (const amountMinor of [0, 5, 990, 1290, 12_345, 990_000, 123_456_789]) {
          const text = formatAmount({ amountMinor, currency }, locale);
          expect(parsePrice(text, currency, locale), `${text} ${currency} ${locale}`).toEqual({
            ok: true,
            amountMinor,
          });
        }
      }
    }
  });
});

test('minor digits are those of ISO 4217', () => {
  expect(['VND', 'JPY', 'USD', 'KWD'].map(fractionDigits)).toEqual([0, 0, 2, 3]);
});

test('money is written as its reader writes it', () => {
  expect(formatMoney({ amountMinor: 1_290_000, currency: 'VND' }, 'vi-VN')).toBe('1.290.000\u00a0₫');
  expect(formatMoney({ amountMinor: 1990, currency: 'USD' }, 'en-GB')).toBe('US$19.90');
});
