import { describe, expect, it } from 'vitest';
import { buyLink, decodeCatalogue, lowStock, type Product, soldOut } from './catalogue.ts';
import { discountPercent, formatMoney } from './money.ts';
import { fold, search } from './search.ts';

const BASE = 'https://live.example/products.json';
const vnd = (amountMinor: number): object => ({ amountMinor, currency: 'VND' });
const dress = {
  sku: 'TS-01',
  title: 'Áo dài lụa đỏ',
  price: vnd(990_000),
  compareAt: vnd(1_290_000),
  availability: 'in_stock',
  stock: 3,
  link: 'https://shop.example/p/ts-01',
  cart: 'https://shop.example/cart?item=TS-01',
  images: ['/images/3f2a.png', 'https://cdn.example/b.jpg'],
  options: { Size: 'M' },
};

function read(...products: unknown[]): readonly Product[] {
  return decodeCatalogue({ version: 7, products }, BASE).products;
}
function readOne(product: unknown): Product {
  const [only] = read(product);
  if (!only) {
    throw new Error('the product was left out');
  }
  return only;
}

describe('decodeCatalogue', () => {
  it('reads a product, numbers it and finds its pictures from where the catalogue is', () => {
    expect(readOne(dress)).toMatchObject({
      number: 1,
      price: { amountMinor: 990_000, currency: 'VND' },
      images: ['https://live.example/images/3f2a.png', 'https://cdn.example/b.jpg'],
      buy: 'https://shop.example/cart?item=TS-01',
      options: [['Size', 'M']],
    });
  });

  it.each([
    ['sku', { ...dress, sku: '' }],
    ['title', { ...dress, title: '  ' }],
    ['price', { ...dress, price: undefined }],
    ['a price in whole minor units', { ...dress, price: { amountMinor: 9.5, currency: 'USD' } }],
    ['a currency', { ...dress, price: { amountMinor: 9, currency: '$' } }],
    ['being an object', 'dress'],
  ])('leaves out what lacks %s; its number stays its own', (_, broken) => {
    expect(read(broken, { ...dress, sku: 'OK' }).map((p) => [p.sku, p.number])).toEqual([['OK', 2]]);
  });

  it('never makes a link or picture of anything but http(s)', () => {
    const product = readOne({ ...dress, cart: 'javascript:alert(1)', images: ['data:text/html,x', 'blob:x', 5] });
    expect(product.buy).toBe('https://shop.example/p/ts-01');
    expect(product.images).toEqual([]);
    expect(readOne({ ...dress, cart: undefined, link: 'javascript:alert(1)' }).buy).toBeUndefined();
  });

  it('shows no comparison that flatters nobody: not above the price, not another currency', () => {
    expect(readOne({ ...dress, compareAt: vnd(990_000) }).compareAt).toBeUndefined();
    expect(readOne({ ...dress, compareAt: { amountMinor: 99, currency: 'USD' } }).compareAt).toBeUndefined();
  });

  it('refuses what is no catalogue', () => {
    expect(() => decodeCatalogue([], BASE)).toThrow(/live.example\/products.json must hold/);
  });
});

describe('stock', () => {
  it.each([
    [{ availability: 'in_stock', stock: 12 }, false, undefined],
    [{ availability: 'in_stock', stock: 5 }, false, 5],
    [{ availability: 'in_stock', stock: 0 }, true, undefined],
    [{ availability: 'out_of_stock', stock: undefined }, true, undefined],
    [{ availability: 'preorder', stock: undefined }, false, undefined],
    [{ availability: 'nonsense', stock: undefined }, false, undefined],
  ])('%o', (fields, sold, low) => {
    const product = readOne({ ...dress, ...fields });
    expect([soldOut(product), lowStock(product)]).toEqual([sold, low]);
  });
});

describe('buyLink', () => {
  it('says who sent the viewer, and keeps the rest of the address', () => {
    expect(buyLink(readOne(dress), 'kol linh')).toBe('https://shop.example/cart?item=TS-01&ref=kol+linh');
    expect(buyLink(readOne(dress), '')).toBe('https://shop.example/cart?item=TS-01');
    expect(buyLink(readOne({ ...dress, cart: undefined, link: undefined }), 'x')).toBeUndefined();
  });
});

describe('money', () => {
  it.each([
    ['vi', 'VND', 1_290_000, '1.290.000 ₫'],
    ['en', 'VND', 1_290_000, '₫1,290,000'],
    ['en', 'USD', 1_999, '$19.99'],
    ['en', 'JPY', 1_500, '¥1,500'],
    ['en', 'KWD', 12_345, 'KWD 12.345'],
  ])('%s %s %d', (locale, currency, amountMinor, text) => {
    expect(formatMoney({ amountMinor, currency }, locale).replace(/\u00a0/g, ' ')).toBe(text);
  });

  it('rounds a discount down', () => {
    const money = (amountMinor: number): { amountMinor: number; currency: string } => ({
      amountMinor,
      currency: 'VND',
    });
    expect(discountPercent(money(990), money(1290))).toBe(23);
    expect(discountPercent(money(999), money(1000))).toBe(0);
    expect(discountPercent(money(999), undefined)).toBe(0);
  });
});

describe('search', () => {
  it.each([
    ['Áo Dài Lụa ĐỎ', 'ao dai lua do'],
    ['Quần  jean—Đen', 'quan jean den'],
    ['Ấm trà Bát Tràng', 'am tra bat trang'],
    ['Größe', 'grosse'],
    ['', ''],
  ])('folds %s', (text, folded) => {
    expect(fold(text)).toBe(folded);
  });

  it('finds by every word, in any order, with or without marks', () => {
    const products = read(dress, { ...dress, sku: 'NL-02', title: 'Nón lá', options: { Size: 'L' } });
    const found = (query: string): string[] => search(products, query).map((p) => p.sku);
    expect(found('do LUA')).toEqual(['TS-01']);
    expect(found('nón')).toEqual(['NL-02']);
    expect(found('  ')).toEqual(['TS-01', 'NL-02']);
    expect(found('nl-02')).toEqual(['NL-02']);
    expect(found('lụa nón')).toEqual([]);
  });
});
