import type { Product } from '../api/types.ts';
import { fold } from './fold.ts';

/** A product and its place in the show: numbers do not move when the list is searched. */
export interface Numbered {
  readonly number: number;
  readonly product: Product;
}

export function numbered(products: readonly Product[]): Numbered[] {
  return products.map((product, index) => ({ number: index + 1, product }));
}

export function search(list: readonly Numbered[], text: string): readonly Numbered[] {
  const wanted = fold(text.trim()).split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return list;
  return list.filter(({ product }) => {
    const haystack = fold([product.title, product.sku, product.code ?? '', product.brand ?? ''].join(' '));
    return wanted.every((word) => haystack.includes(word));
  });
}

/** The product after the one last talked about; the first one when none was, nothing at the end of the list. */
export function following(products: readonly Product[], current: string | null): Product | null {
  return products[products.findIndex((product) => product.sku === current) + 1] ?? null;
}

export function preceding(products: readonly Product[], current: string | null): Product | null {
  const index = products.findIndex((product) => product.sku === current);
  return index > 0 ? (products[index - 1] ?? null) : null;
}
