import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { formatClock, type Locale } from '../i18n/locale.ts';
import { lowStock, type Product, soldOut } from '../shop/catalogue.ts';
import { discountPercent } from '../shop/money.ts';
import { search } from '../shop/search.ts';
import type { ShopView, TableEntry } from '../shop/store.ts';
import { base } from './base-styles.ts';
import { icons } from './icons.ts';
import { callToAction, picture, prices, thumb } from './product-parts.ts';
import { trapTab } from './focus.ts';
import { WishEvent } from './wish.ts';

/** The shop: what is on the table, what was, everything; one product in full. A dialog over the picture, or a region beside it. */
export class TrayElement extends LitElement {
  static override readonly styles = [
    base,
    css`
      :host {
        display: block;
        min-block-size: 0;
        min-inline-size: 0;
        color: var(--v-text);
      }
      .tray {
        display: grid;
        grid-template-rows: auto minmax(0, 1fr) auto;
        block-size: 100%;
        background: var(--v-surface);
      }
      .head {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        gap: var(--v-space-2) var(--v-space-1);
        align-items: center;
        padding: var(--v-space-2) var(--v-space-4) var(--v-space-3);
      }
      .head > div {
        display: grid;
        align-content: center;
        min-inline-size: 0;
        min-block-size: var(--v-target);
      }
      .head .brand {
        font-size: var(--v-text-xs);
      }
      .head h2 {
        overflow: hidden;
        font-size: var(--v-text-lg);
        font-weight: var(--v-weight-bold);
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .icon {
        display: grid;
        flex: none;
        place-items: center;
        inline-size: var(--v-target);
        block-size: var(--v-target);
        border-radius: var(--v-radius-full);
        color: var(--v-text-dim);
      }
      .icon:hover {
        background: var(--v-hover);
        color: var(--v-text);
      }
      .head .icon {
        margin-inline-end: calc(-1 * var(--v-space-2));
      }
      .head .back {
        margin-inline: calc(-1 * var(--v-space-3)) 0;
      }
      :dir(rtl) .back svg,
      .rtl .back svg {
        scale: -1 1;
      }

      .search {
        display: flex;
        grid-column: 1 / -1;
        gap: var(--v-space-2);
        align-items: center;
        border-radius: var(--v-radius-full);
        background: var(--v-surface-sunken);
        padding-inline: var(--v-space-3) 0;
        color: var(--v-text-dim);
      }
      .search:focus-within {
        box-shadow: 0 0 0 2px var(--v-text);
      }
      .search svg {
        flex: none;
        inline-size: 20px;
        block-size: 20px;
      }
      .search input {
        flex: 1;
        min-inline-size: 0;
        min-block-size: var(--v-target);
        /* 16 px: iPhones zoom into anything smaller. */
        font-size: 16px;
        color: var(--v-text);
        -webkit-appearance: none;
        appearance: none;
      }
      .search input::-webkit-search-cancel-button {
        display: none;
      }
      .search input:focus-visible {
        box-shadow: none;
      }
      .search input::placeholder {
        color: var(--v-text-faint);
        opacity: 1;
      }

      .scroll {
        overflow-y: auto;
        overscroll-behavior: contain;
        padding: 0 var(--v-space-2) calc(var(--v-space-4) + env(safe-area-inset-bottom, 0px));
        scrollbar-color: var(--v-line-strong) transparent;
        scrollbar-width: thin;
      }
      h3 {
        position: sticky;
        inset-block-start: 0;
        z-index: 1;
        padding: var(--v-space-2);
        background: var(--v-surface);
        color: var(--v-text-dim);
        font-size: var(--v-text-xs);
        font-weight: var(--v-weight-bold);
        line-height: var(--v-leading);
      }
      section + section {
        margin-block-start: var(--v-space-2);
      }
      li {
        display: flex;
        gap: var(--v-space-3);
        align-items: center;
        padding: var(--v-space-2);
        border-radius: calc(var(--v-radius-sm) + var(--v-space-2));
      }
      li.pinned {
        --v-thumb: var(--v-surface-sunken);

        background: var(--v-surface-raised);
        box-shadow: inset 0 0 0 1px var(--v-line);
      }
      .open {
        display: flex;
        flex: 1;
        gap: var(--v-space-3);
        align-items: center;
        min-inline-size: 0;
        border-radius: var(--v-radius-sm);
      }
      .thumb {
        inline-size: 72px;
        block-size: 72px;
      }
      .text {
        display: grid;
        flex: 1;
        gap: 2px;
        min-inline-size: 0;
      }
      .title {
        font-size: var(--v-text-md);
        font-weight: var(--v-weight-medium);
      }
      .price {
        font-size: var(--v-text-md);
      }
      .meta {
        display: flex;
        flex-wrap: wrap;
        gap: 2px var(--v-space-2);
        font-size: var(--v-text-xs);
        line-height: 18px;
        font-variant-numeric: tabular-nums;
      }
      .number {
        position: absolute;
        z-index: 1;
        inset-block-start: 4px;
        inset-inline-start: 4px;
        min-inline-size: 20px;
        padding-inline: 5px;
        border-radius: var(--v-radius-full);
        background: var(--v-scrim-strong);
        color: var(--v-on-video);
        font-size: var(--v-text-2xs);
        font-weight: var(--v-weight-bold);
        font-variant-numeric: tabular-nums;
        line-height: 20px;
        text-align: center;
      }
      .numbered {
        position: relative;
        flex: none;
      }
      .low {
        color: var(--v-warning);
        font-weight: var(--v-weight-medium);
      }
      .later,
      .code {
        color: var(--v-text-dim);
      }
      .off-price {
        color: var(--v-positive);
        font-weight: var(--v-weight-bold);
      }
      .ends {
        color: var(--v-text);
        font-weight: var(--v-weight-bold);
      }

      .quiet {
        display: grid;
        gap: var(--v-space-3);
        justify-items: center;
        padding: var(--v-space-8) var(--v-space-6);
        color: var(--v-text-dim);
        font-size: var(--v-text-md);
        line-height: var(--v-leading);
        text-align: center;
      }
      .quiet strong {
        color: var(--v-text);
        font-weight: var(--v-weight-medium);
      }
      .quiet svg {
        inline-size: 32px;
        block-size: 32px;
        color: var(--v-text-faint);
      }
      .plain {
        min-block-size: var(--v-target);
        padding-inline: var(--v-space-5);
        border-radius: var(--v-radius-full);
        box-shadow: inset 0 0 0 1px var(--v-line-strong);
        color: var(--v-text);
        font-weight: var(--v-weight-medium);
      }
      .plain:hover {
        background: var(--v-hover);
      }
      .plain:focus-visible {
        box-shadow: var(--v-focus-ring);
      }
      .bone {
        border-radius: 6px;
        background: var(--v-hover);
      }
      .bone.line {
        block-size: 14px;
      }
      .bone.short {
        inline-size: 45%;
      }

      .gallery {
        display: flex;
        gap: var(--v-space-2);
        overflow-x: auto;
        padding: 0 var(--v-space-2);
        scroll-snap-type: x mandatory;
        scrollbar-width: none;
      }
      .gallery .thumb {
        flex: 0 0 100%;
        inline-size: 100%;
        block-size: auto;
        aspect-ratio: 1;
        max-block-size: min(340px, 46cqb);
        border-radius: var(--v-radius);
        scroll-snap-align: center;
      }
      .gallery.many .thumb {
        flex-basis: 88%;
      }
      /* Over the picture there is little height: small squares side by side, and the name stays in sight. */
      .modal .gallery .thumb {
        flex: 0 0 auto;
        inline-size: auto;
        block-size: clamp(96px, 24cqb, 240px);
      }
      .gallery .thumb > svg {
        inline-size: 56px;
        block-size: 56px;
      }
      .full {
        display: grid;
        gap: var(--v-space-3);
        padding: var(--v-space-4) var(--v-space-2) 0;
      }
      .full h2 {
        font-size: var(--v-text-xl);
        font-weight: var(--v-weight-bold);
        line-height: var(--v-leading);
        overflow-wrap: anywhere;
      }
      .full .price {
        font-size: var(--v-text-xl);
      }
      .full .prices {
        line-height: 28px;
      }
      .full .was {
        font-size: var(--v-text-md);
      }
      .full .meta {
        font-size: var(--v-text-sm);
      }
      .brand {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
        color: var(--v-text-dim);
        font-size: var(--v-text-sm);
      }
      .options {
        display: flex;
        flex-wrap: wrap;
        gap: var(--v-space-2);
      }
      .options span {
        padding: 4px var(--v-space-3);
        border-radius: var(--v-radius-full);
        background: var(--v-surface-raised);
        font-size: var(--v-text-sm);
        line-height: 20px;
      }
      .description {
        color: var(--v-text-dim);
        font-size: var(--v-text-md);
        line-height: 1.6;
        overflow-wrap: anywhere;
        white-space: pre-line;
      }
      .foot {
        display: grid;
        padding: var(--v-space-3) var(--v-space-4) calc(var(--v-space-4) + env(safe-area-inset-bottom, 0px));
        border-block-start: 1px solid var(--v-line);
      }
      .foot .cta {
        min-block-size: 48px;
        font-size: var(--v-text-lg);
      }
    `,
  ];

  @property({ attribute: false }) view!: ShopView;
  @property({ attribute: false }) locale!: Locale;
  @property({ attribute: false }) ref = '';
  /** The show's name and brand, where the tray has to say them. */
  @property({ attribute: false }) heading = '';
  @property({ attribute: false }) brand = '';
  /** The pinned product is on its card right above: once is enough. */
  @property({ attribute: false }) pinnedAbove = false;
  /** Media date of the picture in whole seconds, for countdowns; undefined while nothing plays. */
  @property({ attribute: false }) second: number | undefined;
  /** A dialog over the picture (it can be closed), or a region beside it. */
  @property({ attribute: false }) modal = false;
  @property({ attribute: false }) closable = true;
  /** The product that is shown in full. */
  @property({ attribute: false }) sku: string | undefined;

  @state() private query = '';
  @query('.scroll') private readonly scroller?: HTMLElement;

  /** Puts the keyboard into the tray: onto what it is about. */
  async focusInside(): Promise<void> {
    await this.updateComplete;
    this.shadowRoot?.querySelector<HTMLElement>('.head button')?.focus();
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('sku') && this.scroller) {
      this.scroller.scrollTop = 0;
    }
  }

  protected override render(): unknown {
    const { locale, modal } = this;
    const product = this.sku === undefined ? undefined : this.view.catalogue.bySku.get(this.sku);
    return html`<div
      class="tray ${locale.direction} ${modal ? 'modal' : ''}"
      part="tray"
      role=${modal ? 'dialog' : 'region'}
      aria-modal=${modal ? 'true' : nothing}
      aria-label=${product ? locale.words.details(product.title) : locale.words.shop}
      @keydown=${modal ? trapTab : nothing}
    >
      ${product ? this.inFull(product) : this.list()}
    </div>`;
  }

  private list(): TemplateResult {
    const { words } = this.locale;
    return html`<header class="head">
        <div>
          ${this.brand ? html`<p class="brand" dir="auto">${this.brand}</p>` : nothing}
          <h2 dir="auto">${this.heading || words.shop}</h2>
        </div>
        ${this.closeButton()}
        <label class="search">
          ${icons.search}
          <span class="sr">${words.search}</span>
          <input
            type="search"
            autocomplete="off"
            enterkeyhint="search"
            placeholder=${words.search}
            .value=${this.query}
            @input=${(event: InputEvent) => (this.query = (event.target as HTMLInputElement).value)}
          />
          ${
            this.query
              ? html`<button class="icon" aria-label=${words.clearSearch} @click=${() => (this.query = '')}>
                  ${icons.close}
                </button>`
              : nothing
          }
        </label>
      </header>
      <div class="scroll" tabindex="-1">${this.query.trim() ? this.results() : this.sections()}</div>`;
  }

  private closeButton(): unknown {
    return this.closable
      ? html`<button
          class="icon close"
          aria-label=${this.locale.words.closeShop}
          @click=${() => this.wish({ do: 'close-shop' })}
        >
          ${icons.close}
        </button>`
      : nothing;
  }

  private sections(): unknown {
    const { words } = this.locale;
    const { table, recent, catalogue, health } = this.view;
    if (catalogue.products.length === 0) {
      return health === 'unreachable' ? this.unreachable() : health === 'loading' ? this.loading() : this.empty();
    }
    const now = table
      .filter((entry) => !this.pinnedAbove || entry !== this.view.pinned)
      .sort((a, b) => Number(b === this.view.pinned) - Number(a === this.view.pinned));
    return html`
      ${
        now.length > 0
          ? html`<section>
              <h3>${words.now}</h3>
              <ul>
                ${repeat(
                  now,
                  (entry) => entry.sku,
                  (entry) => (entry.product ? this.row(entry.product, entry) : nothing),
                )}
              </ul>
            </section>`
          : nothing
      }
      ${recent.length > 0 ? this.section(words.recentlyShown, recent) : nothing}
      ${this.section(words.allProducts, catalogue.products)}
    `;
  }

  private section(heading: string, products: readonly Product[]): TemplateResult {
    return html`<section>
      <h3>${heading}</h3>
      <ul>
        ${repeat(
          products,
          (product) => product.sku,
          (product) => this.row(product, undefined),
        )}
      </ul>
    </section>`;
  }

  private results(): TemplateResult {
    const { words } = this.locale;
    const found = search(this.view.catalogue.products, this.query);
    return found.length > 0
      ? this.section(words.allProducts, found)
      : html`<div class="quiet" role="status">
          ${icons.search}<strong>${words.nothingFound(this.query.trim())}</strong>
          <p>${words.nothingFoundHint}</p>
        </div>`;
  }

  private row(product: Product, entry: TableEntry | undefined): TemplateResult {
    const { locale } = this;
    const pinned = entry !== undefined && entry === this.view.pinned;
    return html`<li
      class="${pinned ? 'pinned' : ''} ${soldOut(product) ? 'sold' : ''}"
      part="row"
      data-sku=${product.sku}
    >
      <button class="open" @click=${() => this.wish({ do: 'open-product', sku: product.sku })}>
        <span class="numbered">
          ${thumb(product)}
          <span class="number"
            ><span aria-hidden="true">${product.number}</span
            ><span class="sr">${locale.words.number(product.number)}</span></span
          >
        </span>
        <span class="text">
          <span class="title" dir="auto">${product.title}</span>
          ${prices(product, locale)} ${this.meta(product, entry)}
        </span>
      </button>
      ${callToAction(product, this.ref, locale)}
    </li>`;
  }

  /** The small line: what runs out, when, and how it ships. */
  private meta(product: Product, entry: TableEntry | undefined): unknown {
    const { words } = this.locale;
    const left = lowStock(product);
    const percent = discountPercent(product.price, product.compareAt);
    const ends = this.secondsLeft(entry);
    const bits = [
      ends === undefined ? nothing : html`<span class="ends">${words.offerEnds(formatClock(ends))}</span>`,
      percent > 0 ? html`<span class="off-price">${words.discount(percent)}</span>` : nothing,
      left === undefined || soldOut(product) ? nothing : html`<span class="low">${words.left(left)}</span>`,
      product.availability === 'backorder' ? html`<span class="later">${words.backorder}</span>` : nothing,
      product.code ? html`<span class="code"><bdi>${product.code}</bdi></span>` : nothing,
    ].filter((bit) => bit !== nothing);
    return bits.length > 0 ? html`<span class="meta">${bits}</span>` : nothing;
  }

  private secondsLeft(entry: TableEntry | undefined): number | undefined {
    if (entry?.offerUntil === undefined || this.second === undefined) {
      return undefined;
    }
    const left = Math.ceil(entry.offerUntil / 1000) - this.second;
    return left > 0 ? left : undefined;
  }

  private inFull(product: Product): TemplateResult {
    const { words } = this.locale;
    const entry = this.view.table.find(({ sku }) => sku === product.sku);
    const { images } = product;
    return html`<header class="head">
        <button class="icon back" aria-label=${words.back} @click=${() => this.wish({ do: 'close-product' })}>
          ${icons.back}
        </button>
        ${this.closeButton()}
      </header>
      <div class="scroll" tabindex="0" role="group" aria-label=${product.title}>
        <div class="${soldOut(product) ? 'sold' : ''}">
          <div
            class="gallery ${images.length > 1 ? 'many' : ''}"
            tabindex=${images.length > 1 ? 0 : nothing}
            role=${images.length > 1 ? 'group' : nothing}
            aria-label=${images.length > 1 ? product.title : nothing}
          >
            ${images.length === 0 ? html`<span class="thumb">${icons.picture}</span>` : nothing}
            ${images.map(
              (image, index) =>
                html`<span class="thumb"
                  >${icons.picture}${picture(image, `${product.title}. ${words.photo(index + 1, images.length)}`)}</span
                >`,
            )}
          </div>
          <div class="full">
            <div>
              ${product.brand ? html`<p class="brand" dir="auto">${product.brand}</p>` : nothing}
              <h2 dir="auto">${product.title}</h2>
            </div>
            ${prices(product, this.locale)} ${this.meta(product, entry)}
            ${
              product.options.length > 0
                ? html`<p class="options">
                    ${product.options.map(([name, value]) => html`<span dir="auto">${name}: ${value}</span>`)}
                  </p>`
                : nothing
            }
            ${product.description ? html`<p class="description" dir="auto">${product.description}</p>` : nothing}
          </div>
        </div>
      </div>
      <footer class="foot">${callToAction(product, this.ref, this.locale, true)}</footer>`;
  }

  private loading(): TemplateResult {
    return html`<span class="sr" role="status">${this.locale.words.loadingProducts}</span>
      <ul aria-hidden="true">
        ${[1, 2, 3].map(
          () =>
            html`<li>
              <span class="thumb bone"></span>
              <span class="text"><span class="bone line"></span><span class="bone line short"></span></span>
            </li>`,
        )}
      </ul>`;
  }

  private empty(): TemplateResult {
    return html`<div class="quiet">
      ${icons.bag}
      <p>${this.locale.words.emptyShop}</p>
    </div>`;
  }

  private unreachable(): TemplateResult {
    const { words } = this.locale;
    return html`<div class="quiet" role="status">
      ${icons.bag}
      <p>${words.shopUnreachable}</p>
      <button class="plain" @click=${() => this.wish({ do: 'retry-catalogue' })}>${words.retry}</button>
    </div>`;
  }

  private wish(wish: ConstructorParameters<typeof WishEvent>[0]): void {
    this.dispatchEvent(new WishEvent(wish));
  }
}
