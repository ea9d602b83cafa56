import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { href } from '../../model/route.ts';
import { numbered, search, type Numbered } from '../../model/run-order.ts';
import { ConsoleElement } from '../element.ts';
import { icon } from '../icons.ts';
import { priceOf } from '../parts/price.ts';
import { page } from '../styles/page.ts';
import '../parts/empty.ts';
import '../parts/picture.ts';

/** The catalogue, in its order. */
@customElement('vc-products')
export class Products extends ConsoleElement {
  @state() private text = '';
  @query('input') private field!: HTMLInputElement;

  static override styles = [
    ...ConsoleElement.styles,
    page,
    css`
      .find {
        position: relative;
        margin-block-end: var(--v-space-4);
        max-inline-size: 420px;
      }
      .find svg {
        position: absolute;
        inset-block-start: 12px;
        inset-inline-start: 12px;
        color: var(--v-text-faint);
        z-index: 1;
      }
      .find input {
        padding-inline-start: 40px;
      }
      table {
        inline-size: 100%;
        border-collapse: collapse;
      }
      .frame {
        overflow: hidden;
      }
      th {
        padding: var(--v-space-3) var(--v-space-4);
        color: var(--v-text-dim);
        font-size: var(--v-text-sm);
        font-weight: var(--v-weight-medium);
        text-align: start;
      }
      tbody tr {
        border-block-start: 1px solid var(--v-line);
        position: relative;
      }
      tbody tr:hover {
        background: var(--v-hover);
      }
      td {
        padding: var(--v-space-2) var(--v-space-4);
      }
      .place {
        inline-size: 56px;
        padding-inline-end: 0;
        color: var(--v-text-dim);
      }
      .what {
        display: flex;
        align-items: center;
        gap: var(--v-space-4);
      }
      .what a {
        color: inherit;
        font-weight: var(--v-weight-medium);
        text-decoration: none;
        overflow-wrap: anywhere;
      }
      .what a::after {
        content: '';
        position: absolute;
        inset: 0;
      }
      .what a:hover {
        text-decoration: underline;
      }
      .amount {
        text-align: end;
        white-space: nowrap;
      }
      .compare {
        display: block;
      }
      .stock {
        white-space: nowrap;
      }
      .out_of_stock {
        color: var(--v-danger);
      }
      .preorder,
      .backorder {
        color: var(--v-info);
      }
      .low {
        color: var(--v-warning);
      }
      @media (max-width: 700px) {
        thead {
          position: absolute;
          inline-size: 1px;
          block-size: 1px;
          overflow: hidden;
          display: block;
          clip-path: inset(50%);
        }
        table,
        tbody {
          display: block;
        }
        tbody tr {
          display: grid;
          grid-template-columns: minmax(0, 1fr) auto;
          padding: var(--v-space-3);
          gap: var(--v-space-1) var(--v-space-3);
        }
        tbody tr:first-child {
          border: 0;
        }
        td {
          padding: 0;
        }
        .what {
          grid-column: 1 / -1;
        }
        td:has(.what) {
          grid-column: 1 / -1;
        }
        .place {
          display: none;
        }
        .amount {
          text-align: start;
          padding-inline-start: 64px;
        }
        .compare {
          display: inline;
        }
      }
    `,
  ];

  protected override watched() {
    return [this.app.console.products];
  }

  override render() {
    const { products, room, common } = this.words;
    const all = this.app.console.products.value;
    return html`<div class="head">
        <div class="words">
          <h1>${products.title}</h1>
          <p>${products.lead}</p>
        </div>
        <div class="actions">
          <a class="button" href=${href({ page: 'import' })}>${icon('upload')}${products.import}</a>
          <a class="button primary" href=${href({ page: 'new-product' })}>${icon('plus')}${products.add}</a>
        </div>
      </div>
      ${
        all === null
          ? html`<p class="dim" role="status">${common.loading}</p>`
          : all.length === 0
            ? html`<vc-empty class="panel" icon="products" heading=${products.empty} lead=${products.emptyLead}>
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
                ${this.#table(search(numbered(all), this.text))}`
      }`;
  }

  #table(list: readonly Numbered[]): TemplateResult {
    const { products, room } = this.words;
    if (list.length === 0) return html`<p class="dim" role="status">${room.searchNone(this.text)}</p>`;
    return html`<div class="panel frame">
      <table>
        <thead>
          <tr>
            <th class="place">#</th>
            <th>${products.product}</th>
            <th class="amount">${products.price}</th>
            <th>${products.availability}</th>
          </tr>
        </thead>
        <tbody>
          ${repeat(
            list,
            ({ product }) => product.sku,
            (item) => this.#row(item),
          )}
        </tbody>
      </table>
    </div>`;
  }

  #row({ number, product }: Numbered): TemplateResult {
    const { products } = this.words;
    const { sku, title, images, brand, code, availability = 'in_stock', stock } = product;
    const facts = [sku, code, brand].filter((fact) => fact !== undefined).join(' · ');
    return html`<tr data-sku=${sku}>
      <td class="place number">${number <= 9 ? html`<kbd>${number}</kbd>` : number}</td>
      <td>
        <div class="what">
          <vc-picture src=${images?.[0] ?? ''}></vc-picture>
          <div>
            <a href=${href({ page: 'product', sku })} dir="auto">${title}</a>
            <div class="faint small" dir="auto">${facts}</div>
          </div>
        </div>
      </td>
      <td class="amount">${priceOf(product, this.locale, products.was)}</td>
      <td class="stock">
        <span class=${availability}>${products.available[availability]}</span>
        ${
          stock === undefined || availability !== 'in_stock'
            ? nothing
            : html`<span class="small number ${stock <= 5 ? 'low' : 'faint'}">${products.left(stock)}</span>`
        }
      </td>
    </tr>`;
  }
}
