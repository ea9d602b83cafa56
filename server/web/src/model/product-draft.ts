import type { Availability, Money, Product } from '../api/types.ts';
import type { Dictionary } from '../i18n/dictionary.ts';
import { formatAmount, isCurrency, parsePrice } from './money.ts';

/** The product form as it is typed: text, not yet values. */
export interface Draft {
  sku: string;
  title: string;
  description: string;
  brand: string;
  code: string;
  currency: string;
  price: string;
  compareAt: string;
  availability: Availability;
  stock: string;
  link: string;
  cart: string;
}

/** What is wrong with a field, in the words of the reader's language. */
export type Fault = (words: Dictionary['product']) => string;
export type Faults = Partial<Record<keyof Draft, Fault>>;

const SKU = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const LONGEST_TITLE = 200;

export function emptyDraft(currency: string): Draft {
  return {
    sku: '',
    title: '',
    description: '',
    brand: '',
    code: '',
    currency,
    price: '',
    compareAt: '',
    availability: 'in_stock',
    stock: '',
    link: '',
    cart: '',
  };
}

export function draftOf(product: Product, locale: string): Draft {
  return {
    sku: product.sku,
    title: product.title,
    description: product.description ?? '',
    brand: product.brand ?? '',
    code: product.code ?? '',
    currency: product.price.currency,
    price: formatAmount(product.price, locale),
    compareAt: product.compareAt === undefined ? '' : formatAmount(product.compareAt, locale),
    availability: product.availability ?? 'in_stock',
    stock: product.stock === undefined ? '' : String(product.stock),
    link: product.link,
    cart: product.cart ?? '',
  };
}

/**
 * The product the draft stands for, or what is wrong with it. `before` keeps what the form does not show (images,
 * group, options). Bounds as in docs/api.md; the server checks them again.
 */
export function productOf(
  draft: Draft,
  locale: string,
  before: Product | null,
  taken: (sku: string) => boolean,
): { product: Product } | { faults: Faults } {
  const faults: Faults = {};
  const sku = draft.sku.trim();
  if (sku === '') faults.sku = (words) => words.faults.skuMissing;
  else if (!SKU.test(sku)) faults.sku = (words) => words.faults.skuWrong;
  else if (before === null && taken(sku)) faults.sku = (words) => words.faults.skuTaken;

  const title = draft.title.trim().normalize('NFC');
  if (title === '') faults.title = (words) => words.faults.nameMissing;
  else if (title.length > LONGEST_TITLE) faults.title = (words) => words.faults.nameLong;

  const currency = draft.currency.trim().toUpperCase();
  if (!isCurrency(currency)) faults.currency = (words) => words.faults.currency;

  const price = money(draft.price, currency, locale, faults, 'price');
  const compareAt =
    draft.compareAt.trim() === '' ? null : money(draft.compareAt, currency, locale, faults, 'compareAt');
  if (price !== null && compareAt !== null && compareAt.amountMinor <= price.amountMinor) {
    faults.compareAt = (words) => words.faults.compareLower;
  }

  const stock = draft.stock.trim();
  if (!/^\d{0,9}$/.test(stock)) faults.stock = (words) => words.faults.stock;

  const link = draft.link.trim();
  const cart = draft.cart.trim();
  if (link === '') faults.link = (words) => words.faults.linkMissing;
  else if (!isShopAddress(link)) faults.link = (words) => words.faults.linkWrong;
  if (cart !== '' && !isShopAddress(cart)) faults.cart = (words) => words.faults.linkWrong;

  if (Object.keys(faults).length > 0 || price === null) return { faults };
  const product: Product = { ...before, sku, title, price, link, availability: draft.availability };
  put(product, 'description', draft.description.trim().normalize('NFC'));
  put(product, 'brand', draft.brand.trim().normalize('NFC'));
  put(product, 'code', draft.code.trim().normalize('NFC'));
  put(product, 'cart', cart);
  if (compareAt === null) delete product.compareAt;
  else product.compareAt = compareAt;
  if (stock === '') delete product.stock;
  else product.stock = Number(stock);
  return { product };
}

function money(
  text: string,
  currency: string,
  locale: string,
  faults: Faults,
  field: 'price' | 'compareAt',
): Money | null {
  if (faults.currency !== undefined) return null;
  const parsed = parsePrice(text, currency, locale);
  if (parsed.ok) return { amountMinor: parsed.amountMinor, currency };
  faults[field] = (words) => words.priceFaults[parsed.fault];
  return null;
}

/** Absent optional members are left out, not empty. */
function put(product: Product, member: 'description' | 'brand' | 'code' | 'cart', value: string): void {
  if (value === '') Reflect.deleteProperty(product, member);
  else product[member] = value;
}

/** https, or http on this machine: a link that viewers open must not be one that anybody on the way can change. */
function isShopAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || (protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname));
}
