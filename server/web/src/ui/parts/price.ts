import { html, nothing, type TemplateResult } from 'lit';
import type { Product } from '../../api/types.ts';
import { formatMoney } from '../../model/money.ts';

/** The price and, struck through, the one before. */
export function priceOf(product: Product, locale: string, before: string): TemplateResult {
  return html`<span class="price number">${formatMoney(product.price, locale)}</span>${
      product.compareAt === undefined
        ? nothing
        : html` <s class="compare number faint small"
            ><span class="visually-hidden">${before} </span>${formatMoney(product.compareAt, locale)}</s
          >`
    }`;
}
