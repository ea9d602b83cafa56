import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { ApiError } from '../../api/problem.ts';
import { AVAILABILITIES, type Availability, type Product } from '../../api/types.ts';
import { formatMoney, isCurrency, parsePrice } from '../../model/money.ts';
import { draftOf, emptyDraft, productOf, type Draft, type Faults } from '../../model/product-draft.ts';
import { href } from '../../model/route.ts';
import { ConsoleElement } from '../element.ts';
import { icon } from '../icons.ts';
import { page } from '../styles/page.ts';
import '../parts/confirm.ts';
import '../parts/empty.ts';
import '../parts/file-drop.ts';
import '../parts/picture.ts';

const IMAGE_TYPES = ['image/png', 'image/jpeg', 'image/webp', 'image/avif'];
const LARGEST_IMAGE_BYTES = 5 * 1024 * 1024;
const COMMON_CURRENCIES = ['VND', 'USD', 'EUR', 'GBP', 'JPY', 'THB', 'SGD', 'KRW', 'AUD', 'KWD'];

type TextField = Exclude<keyof Draft, 'availability'>;

/** One product: what it is, what it costs, where it is sold, how it looks. */
@customElement('vc-product-form')
export class ProductForm extends ConsoleElement {
  /** Null for a new product. */
  @property({ attribute: false }) sku: string | null = null;
  @state() private draft: Draft | null = null;
  @state() private faults: Faults = {};
  @state() private refused = '';
  @state() private busy = false;
  @state() private image: File | null = null;
  @state() private imageFault = '';
  @query('canvas') private canvas!: HTMLCanvasElement | null;

  static override styles = [
    ...ConsoleElement.styles,
    page,
    css`
      form {
        display: grid;
        grid-template-columns: minmax(0, 1fr) 320px;
        align-items: start;
        gap: var(--v-space-5);
      }
      .main,
      .side {
        display: grid;
        gap: var(--v-space-5);
      }
      section {
        display: grid;
        gap: var(--v-space-4);
        padding: var(--v-space-5);
      }
      .pair {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(180px, 100%), 1fr));
        align-items: start;
        gap: var(--v-space-4);
      }
      .money {
        display: grid;
        grid-template-columns: 110px minmax(0, 1fr) minmax(0, 1fr);
        align-items: start;
        gap: var(--v-space-4);
      }
      .reads {
        color: var(--v-positive);
        font-size: var(--v-text-sm);
        font-variant-numeric: tabular-nums;
      }
      .shot {
        display: grid;
        place-items: center;
        overflow: hidden;
        border-radius: var(--v-radius);
      }
      .shot vc-picture,
      canvas {
        inline-size: 100%;
        block-size: auto;
        aspect-ratio: 1;
      }
      .foot {
        position: sticky;
        inset-block-end: 0;
        z-index: 2;
        grid-column: 1 / -1;
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: flex-end;
        gap: var(--v-space-2) var(--v-space-3);
        margin-inline: calc(-1 * var(--v-space-6));
        padding: var(--v-space-3) var(--v-space-6);
        border-block-start: 1px solid var(--v-line);
        background: var(--v-bg);
      }
      .foot .fault {
        margin-inline-end: auto;
      }
      .primary {
        min-inline-size: 160px;
      }
      @media (max-width: 900px) {
        form {
          grid-template-columns: minmax(0, 1fr);
        }
      }
      @media (max-width: 700px) {
        .money {
          grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
        }
        .money > :first-child {
          grid-column: 1 / -1;
        }
        .foot {
          inset-block-end: 65px;
          margin-inline: calc(-1 * var(--v-space-4));
          padding-inline: var(--v-space-4);
        }
        .foot .primary {
          flex: 1;
        }
      }
    `,
  ];

  protected override watched() {
    return [this.app.console.products];
  }

  private get known(): Product | null {
    return this.app.console.products.value?.find(({ sku }) => sku === this.sku) ?? null;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('sku')) {
      this.draft = null;
      this.faults = {};
      this.image = null;
    }
    const products = this.app.console.products.value;
    if (this.draft !== null || products === null) return;
    // What the brand's other products cost in is the best guess for a new one.
    const currency = products[0]?.price.currency ?? (this.app.settings.language.value === 'vi' ? 'VND' : 'USD');
    const before = this.known;
    this.draft = before !== null ? draftOf(before, this.locale) : this.sku === null ? emptyDraft(currency) : null;
  }

  override render() {
    const { product, products, common } = this.words;
    const back = html`<a class="back" href=${href({ page: 'products' })}>${icon('back')}${products.title}</a>`;
    if (this.draft === null) {
      return this.app.console.products.value === null
        ? html`<p class="dim" role="status">${common.loading}</p>`
        : html`${back}<vc-empty class="panel" icon="products" heading=${product.unknown(this.sku ?? '')}></vc-empty>`;
    }
    return html`${back}
      <div class="head">
        <h1 dir="auto">${this.sku === null ? product.add : product.edit}</h1>
        ${this.#removal()}
      </div>
      <form @submit=${this.#submit} novalidate>
        <div class="main">${this.#basics(this.draft)} ${this.#money(this.draft)} ${this.#shop()}</div>
        <div class="side">${this.#picture()}</div>
        ${this.#foot()}
      </form>`;
  }

  #basics(draft: Draft): TemplateResult {
    const { product, common } = this.words;
    return html`<section class="panel" aria-labelledby="basics">
      <h2 id="basics">${product.basics}</h2>
      ${this.#text('title', product.name, { maxlength: 200 })}
      <div class="pair">
        ${this.#text('sku', product.sku, { hint: product.skuHint, readonly: this.sku !== null, mono: true })}
        ${this.#text('code', product.code, { hint: product.codeHint, optional: true })}
        ${this.#text('brand', product.brand, { optional: true })}
      </div>
      <div class="field">
        <label for="description">${product.description} <span class="optional">(${common.optional})</span></label>
        <textarea
          id="description"
          dir="auto"
          .value=${draft.description}
          @input=${(event: Event) => this.#typed('description', event)}
        ></textarea>
      </div>
    </section>`;
  }

  #money(draft: Draft): TemplateResult {
    const { product, products } = this.words;
    return html`<section class="panel" aria-labelledby="money">
      <h2 id="money">${product.money}</h2>
      <div class="money">
        ${this.#text('currency', product.currency, { list: 'currencies', maxlength: 3, mono: true })}
        <datalist id="currencies">${COMMON_CURRENCIES.map((code) => html`<option value=${code}></option>`)}</datalist>
        ${this.#text('price', product.price, { numeric: true, reads: true })}
        ${this.#text('compareAt', product.compareAt, { numeric: true, reads: true, optional: true, hint: product.compareAtHint })}
      </div>
      <div class="pair">
        <div class="field">
          <label for="availability">${product.availability}</label>
          <select id="availability" @change=${this.#chosen}>
            ${AVAILABILITIES.map(
              (value) =>
                html`<option value=${value} ?selected=${draft.availability === value}>
                  ${products.available[value]}
                </option>`,
            )}
          </select>
        </div>
        ${this.#text('stock', product.stock, { numeric: true, optional: true, hint: product.stockHint })}
      </div>
    </section>`;
  }

  #shop(): TemplateResult {
    const { product } = this.words;
    return html`<section class="panel" aria-labelledby="shop">
      <h2 id="shop">${product.shop}</h2>
      ${this.#text('link', product.link, { url: true })}
      ${this.#text('cart', product.cart, { url: true, optional: true, hint: product.cartHint })}
    </section>`;
  }

  #picture(): TemplateResult {
    const { product } = this.words;
    const src = this.known?.images?.[0] ?? '';
    return html`<section class="panel" aria-labelledby="picture">
      <h2 id="picture">${product.picture}</h2>
      <div class="shot">
        ${
          this.image === null
            ? html`<vc-picture src=${src}></vc-picture>`
            : html`<canvas width="640" height="640" role="img" aria-label=${this.image.name}></canvas>`
        }
      </div>
      <vc-file-drop
        .app=${this.app}
        label=${src === '' && this.image === null ? product.pictureChoose : product.pictureChange}
        hint=${product.pictureDrop}
        name=${this.image?.name ?? ''}
        accept=${IMAGE_TYPES.join()}
        @file=${({ detail }: CustomEvent<File>) => this.#imageChosen(detail)}
      ></vc-file-drop>
      <div role="alert">
        ${this.imageFault === '' ? nothing : html`<p class="fault">${icon('fault', 18)}${this.imageFault}</p>`}
      </div>
    </section>`;
  }

  #foot(): TemplateResult {
    const { product, common } = this.words;
    const count = Object.keys(this.faults).length;
    const text = this.refused !== '' ? this.refused : count > 0 ? product.fix(count) : '';
    return html`<div class="foot">
      <div role="alert" class="fault">${text === '' ? nothing : html`${icon('fault', 18)}${text}`}</div>
      <a class="button quiet" href=${href({ page: 'products' })}>${common.cancel}</a>
      <button class="primary" ?disabled=${this.busy}>
        ${this.busy ? common.saving : html`${icon('check')}${product.save}`}
      </button>
    </div>`;
  }

  #removal(): TemplateResult | typeof nothing {
    const { product } = this.words;
    const before = this.known;
    if (before === null) return nothing;
    return html`<vc-confirm
      .app=${this.app}
      quiet
      label=${product.remove}
      question=${product.removeAsk(before.title)}
      consequence=${product.removeConsequence}
      yes=${product.removeYes}
      ?disabled=${this.busy}
      @confirm=${() => this.#remove(before)}
    ></vc-confirm>`;
  }

  #text(
    field: TextField,
    label: string,
    look: {
      hint?: string;
      optional?: boolean;
      readonly?: boolean;
      mono?: boolean;
      numeric?: boolean;
      url?: boolean;
      reads?: boolean;
      list?: string;
      maxlength?: number;
    } = {},
  ): TemplateResult {
    const { product, common } = this.words;
    const fault = this.faults[field]?.(product);
    const value = this.draft?.[field] ?? '';
    return html`<div class="field">
      <label for=${field}
        >${label}${look.optional === true ? html` <span class="optional">(${common.optional})</span>` : nothing}</label
      >
      <input
        id=${field}
        class=${look.mono === true ? 'mono' : look.numeric === true ? 'number' : ''}
        dir=${look.mono === true || look.url === true ? 'ltr' : 'auto'}
        inputmode=${look.numeric === true ? 'decimal' : look.url === true ? 'url' : 'text'}
        autocapitalize=${look.mono === true || look.url === true ? 'none' : 'sentences'}
        list=${look.list ?? nothing}
        maxlength=${look.maxlength ?? nothing}
        ?readonly=${look.readonly === true}
        .value=${value}
        aria-invalid=${fault !== undefined}
        aria-describedby="${field}-more"
        @input=${(event: Event) => this.#typed(field, event)}
      />
      <div id="${field}-more">
        ${fault === undefined ? nothing : html`<p class="fault">${icon('fault', 18)}${fault}</p>`}
        ${look.reads === true && fault === undefined ? this.#reading(value) : nothing}
        ${look.hint === undefined ? nothing : html`<p class="hint">${look.hint}</p>`}
      </div>
    </div>`;
  }

  /** The amount as it was understood: the surest guard against a point that meant a comma. */
  #reading(text: string): TemplateResult | typeof nothing {
    const currency = this.draft?.currency.trim().toUpperCase() ?? '';
    if (text.trim() === '' || !isCurrency(currency)) return nothing;
    const parsed = parsePrice(text, currency, this.locale);
    if (!parsed.ok) return html`<p class="hint">${this.words.product.priceFaults[parsed.fault]}</p>`;
    const money = formatMoney({ amountMinor: parsed.amountMinor, currency }, this.locale);
    return html`<p class="reads">${this.words.product.reads(money)}</p>`;
  }

  #typed(field: TextField, event: Event): void {
    if (this.draft === null) return;
    const { value } = event.target as HTMLInputElement | HTMLTextAreaElement;
    this.draft = { ...this.draft, [field]: value };
    if (this.faults[field] !== undefined) {
      this.faults = Object.fromEntries(Object.entries(this.faults).filter(([name]) => name !== field));
    }
    this.refused = '';
  }

  #chosen(event: Event): void {
    if (this.draft === null) return;
    this.draft = { ...this.draft, availability: (event.target as HTMLSelectElement).value as Availability };
  }

  #imageChosen(file: File): void {
    const { product } = this.words;
    const known = IMAGE_TYPES.includes(file.type);
    const small = file.size <= LARGEST_IMAGE_BYTES;
    this.imageFault = !known ? product.pictureType : !small ? product.pictureLarge : '';
    if (known && small) {
      this.image = file;
      void this.#draw(file);
    }
  }

  /** Drawn instead of linked: the page's policy allows no blob: addresses. */
  async #draw(file: File): Promise<void> {
    await this.updateComplete;
    const context = this.canvas?.getContext('2d');
    if (context == null) return;
    try {
      const picture = await createImageBitmap(file);
      const side = Math.min(picture.width, picture.height);
      const { width, height } = context.canvas;
      const [left, top] = [(picture.width - side) / 2, (picture.height - side) / 2];
      context.drawImage(picture, left, top, side, side, 0, 0, width, height);
      picture.close();
    } catch {
      this.image = null;
      this.imageFault = this.words.product.pictureType;
    }
  }

  async #submit(event: Event): Promise<void> {
    event.preventDefault();
    if (this.draft === null || this.busy) return;
    const products = this.app.console.products.value ?? [];
    const taken = (sku: string) => products.some((product) => product.sku === sku);
    const read = productOf(this.draft, this.locale, this.known, taken);
    this.faults = 'faults' in read ? read.faults : {};
    if ('faults' in read) return this.#focusFirstFault();
    await this.#save(read.product);
  }

  async #focusFirstFault(): Promise<void> {
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }

  async #save(product: Product): Promise<void> {
    const { console: room } = this.app;
    this.busy = true;
    try {
      await room.api.putProduct(product);
      await this.#saveImage(product.sku);
      await room.refreshProducts();
      room.notify('good', this.words.product.saved(product.title));
      location.hash = href({ page: 'products' });
    } catch (failure) {
      this.#take(failure);
    } finally {
      this.busy = false;
    }
  }

  async #saveImage(sku: string): Promise<void> {
    if (this.image === null) return;
    try {
      await this.app.console.api.putImage(sku, this.image);
    } catch (failure) {
      this.app.console.notify('bad', this.words.product.pictureFailed(this.explain(failure)));
    }
  }

  /** The server's reasons go to their fields where it names them. */
  #take(failure: unknown): void {
    this.refused = this.explain(failure);
    if (!(failure instanceof ApiError) || this.draft === null) return;
    for (const { field, message } of failure.rows) {
      if (field !== undefined && field in this.draft) this.faults = { ...this.faults, [field]: () => message };
    }
  }

  async #remove({ sku, title }: Product): Promise<void> {
    this.busy = true;
    try {
      await this.app.console.api.deleteProduct(sku);
      location.hash = href({ page: 'products' });
      await this.app.console.refreshProducts();
      this.app.console.notify('good', this.words.product.removed(title));
    } catch (failure) {
      this.app.console.notify('bad', this.explain(failure));
    } finally {
      this.busy = false;
    }
  }
}
