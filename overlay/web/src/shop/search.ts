import type { Product } from './catalogue.ts';

/** Letters that do not come apart in NFD, though people type them without their stroke. */
const STROKES: Readonly<Record<string, string>> = { đ: 'd', ł: 'l', ø: 'o', ß: 'ss', æ: 'ae', œ: 'oe', ı: 'i' };

/** Text as people search for it: "Áo Dài Đỏ" and "ao dai do" are one. */
export function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()
    .replace(/[đłøßæœı]/g, (letter) => STROKES[letter] ?? letter)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** The products that hold every word of the query somewhere, in the catalogue's order; all for an empty query. */
export function search(products: readonly Product[], query: string): readonly Product[] {
  const words = fold(query).split(' ').filter(Boolean);
  if (words.length === 0) {
    return products;
  }
  return products.filter((product) => {
    const haystack = fold(
      [product.title, product.brand, product.code, product.sku, `${product.number}`, ...product.options.flat()].join(
        ' ',
      ),
    );
    return words.every((word) => haystack.includes(word));
  });
}
