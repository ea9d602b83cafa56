import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Product } from '../../api/types.ts';
import { href } from '../../model/route.ts';
import { numbered, search, type Numbered } from '../../model/run-order.ts';
import type { Shop } from '../../model/shop-state.ts';
import { ConsoleElement } from '../element.ts';
import { icon } from '../icons.ts';
import { priceOf } from '../parts/price.ts';
import '../parts/empty.ts';
import '../parts/picture.ts';
import './offer.ts';

/** The products in the order of the show. Fires `pin`, `unpin`, `show`, `hide` (detail: sku) and `offer`. */
@customElement('vc-run-of-show')
export class RunOfShow extends ConsoleElement {
  @property({ attribute: false }) products: readonly Product[] = [];
  @property({ attribute: false }) shop!: Shop;
  /** Whether what is pinned is the server's word, or still on its way. */
  @property({ type: Boolean }) confirmed = true;
  @property({ type: Boolean }) disabled = false;
  @property() next = '';
  @state() private text = '';
  @state() private open: string | null = null;
  @query('input[type="search"]') private field!: HTMLInputElement;

  static override styles = [
    ...ConsoleElement.styles,
    css`
      :host {
        container-type: inline-size;
        display: flex;
        flex-direction: column;
        gap: var(--v-space-3);
        min-block-size: 0;
      }
      .head {
        display: flex;
        align-items: baseline;
        justify-content: space-between;
        gap: var(--v-space-3);
      }
      .find {
        position: relative;
      }
      .find svg {
        position: absolute;
        inset-block-start: 12px;
        inset-inline-start: 12px;
        color: var(--v-text-faint);
        pointer-events: none;
        z-index: 1;
      }
      .find input {
        padding-inline-start: 40px;
      }
      .list {
        display: grid;
        gap: var(--v-space-2);
        align-content: start;
        padding: 4px;
        margin: -4px;
        overflow: auto;
        scrollbar-width: thin;
        scrollbar-color: var(--v-line-strong) transparent;
      }
      li {
        border: 1px solid var(--v-line);
        border-radius: 12px;
        background: var(--v-surface);
      }
      li.next {
        border-color: var(--v-line-strong);
      }
      li.pinned {
        border-color: var(--v-accent);
        box-shadow: inset 4px 0 0 var(--v-accent);
        background: color-mix(in srgb, var(--v-accent) 13%, var(--v-surface));
      }
      li.pinned.unconfirmed {
        border-style: dashed;
        box-shadow: none;
      }
      .row {
        display: grid;
        grid-template-columns: 24px 52px minmax(0, 1fr) 68px 32px;
        align-items: center;
        gap: var(--v-space-2);
        padding: var(--v-space-2) var(--v-space-1) var(--v-space-2) var(--v-space-2);
      }
      .place {
        display: grid;
        place-items: center;
        color: var(--v-text-dim);
        font-size: var(--v-text-sm);
        font-variant-numeric: tabular-nums;
      }
      vc-picture {
        inline-size: 52px;
      }
      .what {
        display: grid;
        gap: 1px;
        min-inline-size: 0;
      }
      .title {
        display: -webkit-box;
        overflow: hidden;
        -webkit-box-orient: vertical;
        -webkit-line-clamp: 2;
        line-clamp: 2;
        font-weight: var(--v-weight-medium);
        line-height: 1.45;
        overflow-wrap: anywhere;
      }
      .facts {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0 var(--v-space-2);
        font-size: var(--v-text-sm);
      }
      .marker {
        display: inline-flex;
        align-items: center;
        gap: 4px;
        color: var(--v-text-dim);
        font-size: var(--v-text-xs);
      }
      .marker.out {
        color: var(--v-danger);
      }
      .marker.low {
        color: var(--v-warning);
      }
      .pin {
        display: grid;
        justify-items: center;
        align-content: center;
        gap: 2px;
        min-inline-size: 0;
        min-block-size: 52px;
        padding: 4px 2px;
        font-size: var(--v-text-xs);
        line-height: 1.3;
      }
      .pinned .pin {
        border-color: transparent;
        background: var(--v-accent);
        color: var(--v-on-accent);
      }
      .unconfirmed .pin {
        background: color-mix(in srgb, var(--v-accent) 70%, var(--v-surface));
      }
      .expand {
        min-inline-size: 32px;
        color: var(--v-text-dim);
      }
      @media (pointer: coarse) {
        .expand {
          min-inline-size: var(--v-target);
        }
      }
      @container (max-width: 420px) {
        .compare {
          display: none;
        }
      }
      .more {
        display: grid;
        gap: var(--v-space-3);
        padding: var(--v-space-1) var(--v-space-3) var(--v-space-3);
      }
    `,
  ];

  override render() {
    const { room, products } = this.words;
    const list = search(numbered(this.products), this.text);
    return html`<div class="head">
        <h2 class="zone-title">${room.products}</h2>
        <span class="small faint number">${products.count(this.products.length)}</span>
      </div>
      ${
        this.products.length === 0
          ? html`<vc-empty icon="products" heading=${room.noProducts} lead=${room.noProductsLead}>
              <a class="button primary" href=${href({ page: 'import' })}>${icon('upload')}${products.import}</a>
              <a class="button" href=${href({ page: 'new-product' })}>${icon('plus')}${products.add}</a>
            </vc-empty>`
          : html`<div class="find">
                ${icon('search')}
                <input
                  type="search"
                  aria-label=${room.search}
                  placeholder=${room.search}
                  @input=${() => (this.text = this.field.value)}
                />
              </div>
              ${list.length === 0 ? html`<p class="dim" role="status">${room.searchNone(this.text)}</p>` : nothing}
              <ol class="list" tabindex=${list.length === 0 ? nothing : 0} aria-label=${room.products}>
                ${repeat(
                  list,
                  ({ product }) => product.sku,
                  (item) => this.#row(item),
                )}
              </ol>`
      }`;
  }

  #row({ number, product }: Numbered): TemplateResult {
    const { room } = this.words;
    const { sku, title } = product;
    const pinned = this.shop.pinned === sku;
    const open = this.open === sku;
    const marks = [
      pinned ? 'pinned' : '',
      pinned && !this.confirmed ? 'unconfirmed' : '',
      this.next === sku ? 'next' : '',
    ];
    return html`<li class=${marks.join(' ')} data-sku=${sku}>
      <div class="row">
        <span class="place">${number <= 9 ? html`<kbd>${number}</kbd>` : number}</span>
        <vc-picture src=${product.images?.[0] ?? ''}></vc-picture>
        <div class="what">
          <span class="title" dir="auto">${title}</span>
          <span class="facts">${priceOf(product, this.locale, this.words.products.was)}${this.#markers(product)}</span>
        </div>
        <button
          type="button"
          class="pin"
          aria-pressed=${pinned}
          aria-label=${pinned ? room.pinAgain(title) : room.pinNumber(number, title)}
          ?disabled=${this.disabled}
          @click=${() => this.wish(pinned ? 'unpin' : 'pin', sku)}
        >
          ${icon('pin', 18)}${pinned ? room.pinned : room.pin}
        </button>
        <button
          type="button"
          class="quiet icon-only expand"
          aria-expanded=${open}
          aria-label=${room.more(title)}
          @click=${() => (this.open = open ? null : sku)}
        >
          ${icon(open ? 'less' : 'more', 18)}
        </button>
      </div>
      ${open ? this.#more(product) : nothing}
    </li>`;
  }

  #markers(product: Product): TemplateResult {
    const { room, products } = this.words;
    const { sku, availability = 'in_stock', stock } = product;
    return html`${
      this.shop.table.includes(sku) && this.shop.pinned !== sku
        ? html`<span class="marker on-table">${icon('table', 14)}${room.shown}</span>`
        : nothing
    }${this.shop.offers.has(sku) ? html`<span class="marker low">${icon('offer', 14)}${room.offer}</span>` : nothing}${
      availability === 'in_stock'
        ? stock === undefined
          ? nothing
          : html`<span class="marker number ${stock <= 5 ? 'low' : ''}">${products.left(stock)}</span>`
        : html`<span class="marker ${availability === 'out_of_stock' ? 'out' : ''}"
            >${products.available[availability]}</span
          >`
    }`;
  }

  #more({ sku }: Product): TemplateResult {
    const { room } = this.words;
    const onTable = this.shop.table.includes(sku);
    return html`<div class="more">
      <div>
        <button type="button" ?disabled=${this.disabled} @click=${() => this.wish(onTable ? 'hide' : 'show', sku)}>
          ${icon(onTable ? 'offTable' : 'table', 18)}${onTable ? room.hide : room.show}
        </button>
      </div>
      ${this.disabled ? nothing : html`<vc-offer .app=${this.app} sku=${sku}></vc-offer>`}
    </div>`;
  }
}
