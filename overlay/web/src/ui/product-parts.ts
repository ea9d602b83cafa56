import { html, nothing, type TemplateResult } from 'lit';
import { buyLink, type Product, soldOut } from '../shop/catalogue.ts';
import { formatMoney } from '../shop/money.ts';
import type { Locale } from '../i18n/locale.ts';
import { icons } from './icons.ts';
import { WishEvent } from './wish.ts';

/** The picture of a product; a bag where there is none, or where it does not come. */
export function thumb(product: Product | undefined): TemplateResult {
  const [image] = product?.images ?? [];
  return html`<span class="thumb">${icons.picture}${image ? picture(image, '') : nothing}</span>`;
}

export function picture(src: string, alt: string): TemplateResult {
  return html`<img src=${src} alt=${alt} decoding="async" draggable="false" @error=${hide} @load=${show} />`;
}

function hide(event: Event): void {
  (event.currentTarget as HTMLImageElement).hidden = true;
}
function show(event: Event): void {
  (event.currentTarget as HTMLImageElement).hidden = false;
}

export function prices(product: Product, { tag, words }: Locale): TemplateResult {
  return html`<span class="prices"
    ><span class="sr">${words.price} </span><span class="price"><bdi>${formatMoney(product.price, tag)}</bdi></span
    >${
      product.compareAt
        ? html` <span class="sr">${words.was} </span
            ><s class="was"><bdi>${formatMoney(product.compareAt, tag)}</bdi></s>`
        : nothing
    }</span
  >`;
}

/** The one button: a link to the shop in a tab of its own; a plain word where there is nothing to buy. */
export function callToAction(product: Product, ref: string, { words }: Locale, long = false): TemplateResult {
  const href = buyLink(product, ref);
  if (soldOut(product) || href === undefined) {
    return html`<span class="cta off" part="cta">${soldOut(product) ? words.soldOut : words.view}</span>`;
  }
  const word = product.availability === 'preorder' ? words.preorder : long ? words.buyNow : words.buy;
  return html`<a
    class="cta"
    part="cta"
    href=${href}
    target="_blank"
    rel="noopener"
    aria-label="${word}: ${product.title} (${words.opensInNewTab})"
    @click=${(press: MouseEvent) =>
      press.currentTarget?.dispatchEvent(new WishEvent({ do: 'buy', sku: product.sku, press }))}
    >${word}</a
  >`;
}
