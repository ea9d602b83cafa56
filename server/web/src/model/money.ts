import type { Money } from '../api/types.ts';

/** Minor digits of a currency as ISO 4217 has them: VND 0, USD 2, KWD 3. */
export function fractionDigits(currency: string): number {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
}

export function isCurrency(code: string): boolean {
  return /^[A-Z]{3}$/.test(code) && Intl.supportedValuesOf('currency').includes(code);
}

export function formatMoney(money: Money, locale: string): string {
  const major = money.amountMinor / 10 ** fractionDigits(money.currency);
  return new Intl.NumberFormat(locale, { style: 'currency', currency: money.currency }).format(major);
}

/** The amount alone, as a person would type it into the price field. */
export function formatAmount(money: Money, locale: string): string {
  const digits = fractionDigits(money.currency);
  const options = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return new Intl.NumberFormat(locale, options).format(money.amountMinor / 10 ** digits);
}

export type PriceFault = 'empty' | 'characters' | 'grouping' | 'decimals' | 'ambiguous' | 'large';
export type ParsedPrice = { ok: true; amountMinor: number } | { ok: false; fault: PriceFault };

const LARGEST_MINOR = 1_000_000_000_000;

/**
 * Reads a price as people write it: `1.290.000`, `1,290,000`, `1 290 000`, `19,90`, `$19.90`. A point or comma is a
 * decimal sign in one country and a thousands sign in the next, so a text that has two honest readings is refused
 * instead of guessed: one separator and exactly three digits after it (`1.290`) is grouping where the currency has no
 * minor unit or the locale groups with that sign, decimals where the currency has three, else ambiguous.
 */
export function parsePrice(text: string, currency: string, locale: string): ParsedPrice {
  const cleaned = text
    .replace(/[\s\u00a0\u202f']/g, '')
    .replace(currency, '')
    .replace(/\p{Sc}|đ$/gu, '');
  if (cleaned === '') return { ok: false, fault: 'empty' };
  if (!/^\d[\d.,]*$/.test(cleaned)) return { ok: false, fault: 'characters' };

  const digits = fractionDigits(currency);
  const decimalSign = decimalSignOf(cleaned, digits, locale);
  if (decimalSign === 'ambiguous') return { ok: false, fault: 'ambiguous' };

  const cut = decimalSign === '' ? -1 : cleaned.lastIndexOf(decimalSign);
  const whole = cut < 0 ? cleaned : cleaned.slice(0, cut);
  const fraction = cut < 0 ? '' : cleaned.slice(cut + 1);
  if (fraction.length > digits) return { ok: false, fault: 'decimals' };
  if (!/^(\d+|\d{1,3}(\.\d{3})+|\d{1,3}(,\d{3})+)$/.test(whole) || /[.,]/.test(fraction)) {
    return { ok: false, fault: 'grouping' };
  }
  const minor = Number(whole.replace(/[.,]/g, '') + fraction.padEnd(digits, '0'));
  return minor > LARGEST_MINOR ? { ok: false, fault: 'large' } : { ok: true, amountMinor: minor };
}

/** Which sign starts the decimals: '' for none. */
function decimalSignOf(cleaned: string, digits: number, locale: string): '.' | ',' | '' | 'ambiguous' {
  const signs = cleaned.replace(/\d/g, '');
  if (signs === '') return '';
  const last = signs.at(-1) as '.' | ',';
  const mixed = signs.includes('.') && signs.includes(',');
  if (mixed) return last;
  if (signs.length > 1) return '';
  const after = cleaned.length - cleaned.lastIndexOf(last) - 1;
  if (after !== 3) return last;
  if (digits === 0) return '';
  const grouping = localeGrouping(locale) === last;
  if (digits === 3) return grouping ? '' : last;
  return grouping ? '' : 'ambiguous';
}

function localeGrouping(locale: string): string {
  const parts = new Intl.NumberFormat(locale).formatToParts(1_234_567);
  return parts.find((part) => part.type === 'group')?.value ?? '';
}
