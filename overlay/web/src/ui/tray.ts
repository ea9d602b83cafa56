import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
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
import { trayStyles } from './tray-styles.ts';
import { WishEvent } from './wish.ts';

/** The shop: what is on the table, what was, everything; one product in full. A dialog over the picture, or a region beside it. */
export class TrayElement extends LitElement {
  static override readonly styles = [base, trayStyles];

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
