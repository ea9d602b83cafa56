import type { Money } from './catalogue.ts';

const formats = new Map<string, Intl.NumberFormat>();

/** A price as the reader writes prices: 990000 VND is "990.000 ₫" in vi and "₫990,000" in en. */
export function formatMoney(money: Money, locale: string): string {
  const format = formatFor(locale, money.currency);
  return format.format(money.amountMinor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 0));
}

/** By how many whole per cent a price is below the one it is compared with; rounded down: never more than true. */
export function discountPercent(price: Money, compareAt: Money | undefined): number {
  return compareAt ? Math.floor((1 - price.amountMinor / compareAt.amountMinor) * 100) : 0;
}

function formatFor(locale: string, currency: string): Intl.NumberFormat {
  const key = `${locale} ${currency}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.NumberFormat(locale, { style: 'currency', currency });
    formats.set(key, format);
  }
  return format;
}
