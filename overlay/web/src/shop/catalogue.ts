import { isRecord } from './cue.ts';

/** An integer in the currency's minor unit and an ISO 4217 code: never a float. */
export interface Money {
  readonly amountMinor: number;
  readonly currency: string;
}

export type Availability = 'in_stock' | 'out_of_stock' | 'preorder' | 'backorder';

/** A product as `/products.json` says it. Links and images are absolute addresses here, http or https only. */
export interface Product {
  readonly sku: string;
  /** Its place in the catalogue, from 1: what a host says aloud ("number four"). */
  readonly number: number;
  readonly title: string;
  readonly description: string;
  readonly brand: string;
  readonly code: string;
  readonly price: Money;
  readonly compareAt: Money | undefined;
  readonly availability: Availability;
  readonly stock: number | undefined;
  readonly images: readonly string[];
  readonly options: readonly (readonly [name: string, value: string])[];
  /** Where buying goes: the cart link, else the product's page. */
  readonly buy: string | undefined;
}

export interface Catalogue {
  readonly version: number;
  readonly products: readonly Product[];
  readonly bySku: ReadonlyMap<string, Product>;
}

export const EMPTY_CATALOGUE: Catalogue = { version: 0, products: [], bySku: new Map() };

/** Stock up to this is worth a word; scarcity is never invented and plenty is nobody's business. */
export const LOW_STOCK = 5;

/**
 * Reads `/products.json`. `base` is its own address: images are relative to it, so that an embedded player finds them.
 * A product that lacks what is needed to show it (sku, title, price) is left out rather than shown broken.
 *
 * @throws TypeError when it is not a catalogue at all
 */
export function decodeCatalogue(json: unknown, base: string): Catalogue {
  if (!isRecord(json) || !Array.isArray(json['products'])) {
    throw new TypeError(`${base} must hold {"version", "products": [...]}`);
  }
  const products = (json['products'] as unknown[])
    .map((value, index) => decodeProduct(value, index + 1, base))
    .filter((product) => product !== undefined);
  return {
    version: typeof json['version'] === 'number' ? json['version'] : 0,
    products,
    bySku: new Map(products.map((product) => [product.sku, product])),
  };
}

function decodeProduct(value: unknown, number: number, base: string): Product | undefined {
  if (!isRecord(value)) {
    return undefined;
  }
  const price = money(value['price']);
  const sku = text(value['sku']);
  const title = text(value['title']).normalize('NFC').trim();
  if (!sku || !title || !price) {
    return undefined;
  }
  const compareAt = money(value['compareAt']);
  return {
    sku,
    number,
    title,
    description: text(value['description']).normalize('NFC').trim(),
    brand: text(value['brand']),
    code: text(value['code']),
    price,
    compareAt:
      compareAt && compareAt.currency === price.currency && compareAt.amountMinor > price.amountMinor
        ? compareAt
        : undefined,
    availability: availability(value['availability']),
    stock: Number.isSafeInteger(value['stock']) ? (value['stock'] as number) : undefined,
    images: Array.isArray(value['images'])
      ? value['images'].map((image) => webAddress(image, base)).filter((image) => image !== undefined)
      : [],
    options: isRecord(value['options'])
      ? Object.entries(value['options']).map(([name, option]) => [name, text(option)] as const)
      : [],
    buy: webAddress(value['cart'], base) ?? webAddress(value['link'], base),
  };
}

function money(value: unknown): Money | undefined {
  return isRecord(value) &&
    Number.isSafeInteger(value['amountMinor']) &&
    typeof value['currency'] === 'string' &&
    /^[A-Z]{3}$/.test(value['currency'])
    ? { amountMinor: value['amountMinor'] as number, currency: value['currency'] }
    : undefined;
}

function availability(value: unknown): Availability {
  return value === 'out_of_stock' || value === 'preorder' || value === 'backorder' ? value : 'in_stock';
}

/** Nothing but http(s) ever becomes a link or a picture of ours: `javascript:` is an address too. */
function webAddress(value: unknown, base: string): string | undefined {
  if (typeof value !== 'string' || value === '') {
    return undefined;
  }
  try {
    const url = new URL(value, base);
    return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : undefined;
  } catch {
    return undefined;
  }
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

export function soldOut(product: Product): boolean {
  return product.availability === 'out_of_stock' || product.stock === 0;
}

/** The number left, if there are so few that a viewer should know. */
export function lowStock(product: Product): number | undefined {
  const { stock } = product;
  return stock !== undefined && stock > 0 && stock <= LOW_STOCK ? stock : undefined;
}

/** The link to buy, with the name of who sent the viewer (`ref`) for the shop's own attribution. */
export function buyLink(product: Product, ref: string): string | undefined {
  if (!product.buy || !ref) {
    return product.buy;
  }
  const url = new URL(product.buy);
  url.searchParams.set('ref', ref);
  return url.href;
}
