import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { ApiError, type ProblemRow } from '../../api/problem.ts';
import type { ImportReport, Product } from '../../api/types.ts';
import { isCurrency } from '../../model/money.ts';
import { href } from '../../model/route.ts';
import { ConsoleElement } from '../element.ts';
import { icon } from '../icons.ts';
import { priceOf } from '../parts/price.ts';
import { page } from '../styles/page.ts';
import '../parts/empty.ts';
import '../parts/file-drop.ts';
import '../parts/picture.ts';

/** What came of reading the chosen file; nothing of it is in the catalogue yet. */
type Reading =
  | { readonly kind: 'none' }
  | { readonly kind: 'reading'; readonly file: File }
  | { readonly kind: 'good'; readonly file: File; readonly report: ImportReport }
  | { readonly kind: 'bad'; readonly file: File; readonly detail: string; readonly rows: readonly ProblemRow[] };

const MOST_ROWS_SHOWN = 200;

/** A catalogue file: read it, show what it would do, do it when a person says so. */
@customElement('vc-import')
export class Import extends ConsoleElement {
  @state() private reading: Reading = { kind: 'none' };
  @state() private busy = false;
  @state() private currency = '';
  @state() private currencyFault = false;
  @query('#currency') private currencyField!: HTMLInputElement;

  static override styles = [
    ...ConsoleElement.styles,
    page,
    css`
      .choose {
        display: grid;
        gap: var(--v-space-5);
        padding: var(--v-space-5);
        margin-block-end: var(--v-space-5);
      }
      .currency {
        max-inline-size: 280px;
      }
      .currency input {
        inline-size: 110px;
      }
      .result {
        overflow: hidden;
      }
      .summary {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: space-between;
        gap: var(--v-space-3);
        padding: var(--v-space-4) var(--v-space-5);
        border-block-end: 1px solid var(--v-line);
      }
      .summary .words {
        display: grid;
        overflow-wrap: anywhere;
      }
      .bad .summary {
        background: color-mix(in srgb, var(--v-danger) 12%, var(--v-surface));
      }
      .bad h2 {
        color: var(--v-danger);
      }
      .scroll {
        max-block-size: 60dvh;
        overflow: auto;
      }
      table {
        inline-size: 100%;
        border-collapse: collapse;
      }
      th,
      td {
        padding: var(--v-space-2) var(--v-space-5);
        text-align: start;
        vertical-align: middle;
      }
      th {
        color: var(--v-text-dim);
        font-size: var(--v-text-sm);
        font-weight: var(--v-weight-medium);
      }
      tr + tr td,
      tbody td {
        border-block-start: 1px solid var(--v-line);
      }
      .line {
        inline-size: 80px;
      }
      .what {
        display: flex;
        align-items: center;
        gap: var(--v-space-3);
      }
      .tag {
        padding: 2px 10px;
        border: 1px solid var(--v-line-strong);
        border-radius: var(--v-radius-full);
        font-size: var(--v-text-xs);
        white-space: nowrap;
      }
      .tag.new {
        border-color: var(--v-positive);
        color: var(--v-positive);
      }
      .amount {
        text-align: end;
        white-space: nowrap;
      }
      .rest {
        padding: var(--v-space-3) var(--v-space-5);
      }
      @media (max-width: 700px) {
        th,
        td {
          padding-inline: var(--v-space-3);
        }
        .sku {
          display: none;
        }
      }
    `,
  ];

  protected override watched() {
    return [this.app.console.products];
  }

  override render() {
    const { imports, products, product } = this.words;
    const currency = this.currency || (this.app.console.products.value?.[0]?.price.currency ?? 'VND');
    return html`<a class="back" href=${href({ page: 'products' })}>${icon('back')}${products.title}</a>
      <div class="head">
        <div class="words">
          <h1>${imports.title}</h1>
          <p>${imports.lead}</p>
        </div>
      </div>
      <div class="panel choose">
        <vc-file-drop
          .app=${this.app}
          label=${this.reading.kind === 'none' ? imports.choose : imports.another}
          hint=${imports.drop}
          name=${this.reading.kind === 'none' ? '' : this.reading.file.name}
          accept=".csv,.tsv,.txt,.xml,.json,text/csv,text/tab-separated-values,application/xml,text/xml,application/json"
          @file=${({ detail }: CustomEvent<File>) => this.#read(detail)}
        ></vc-file-drop>
        <div class="field currency">
          <label for="currency">${imports.currency}</label>
          <input
            id="currency"
            class="mono"
            maxlength="3"
            autocapitalize="characters"
            .value=${currency}
            aria-invalid=${this.currencyFault}
            aria-describedby="currency-fault"
            @change=${this.#currencyTyped}
          />
          <div id="currency-fault">
            ${this.currencyFault ? html`<p class="fault">${icon('fault', 18)}${product.faults.currency}</p>` : nothing}
          </div>
        </div>
      </div>
      <div role="status">
        ${this.reading.kind === 'reading' ? html`<p class="dim">${imports.reading}</p>` : nothing}
      </div>
      ${this.reading.kind === 'good' ? this.#good(this.reading.file, this.reading.report) : nothing}
      ${this.reading.kind === 'bad' ? this.#bad(this.reading.detail, this.reading.rows) : nothing}`;
  }

  #good(file: File, report: ImportReport): TemplateResult {
    const { imports } = this.words;
    if (report.read === 0) {
      return html`<vc-empty class="panel" icon="products" heading=${imports.nothing}></vc-empty>`;
    }
    const rest = report.products.length - MOST_ROWS_SHOWN;
    return html`<section class="panel result" aria-labelledby="result">
      <div class="summary">
        <div class="words" role="status">
          <h2 id="result">${imports.preview(file.name)}</h2>
          <span class="dim small"
            >${report.format.toUpperCase()} · ${imports.counts(report.created, report.updated)} ·
            ${imports.nothingYet}</span
          >
        </div>
        <button type="button" class="primary" ?disabled=${this.busy} @click=${() => this.#confirm(file)}>
          ${icon('check')}${imports.confirm(report.read)}
        </button>
      </div>
      <div class="scroll" tabindex="0" role="group" aria-labelledby="result">
        <table>
          <tbody>
            ${report.products.slice(0, MOST_ROWS_SHOWN).map((product) => this.#row(product))}
          </tbody>
        </table>
        ${rest > 0 ? html`<p class="rest dim">${imports.more(rest)}</p>` : nothing}
      </div>
    </section>`;
  }

  #row(product: Product): TemplateResult {
    const { imports, products } = this.words;
    const known = this.app.console.products.value?.some(({ sku }) => sku === product.sku) === true;
    return html`<tr>
      <td>
        <div class="what">
          <vc-picture src=${product.images?.[0] ?? ''}></vc-picture><span dir="auto">${product.title}</span>
        </div>
      </td>
      <td class="sku mono">${product.sku}</td>
      <td class="amount">${priceOf(product, this.locale, products.was)}</td>
      <td><span class="tag ${known ? '' : 'new'}">${known ? imports.isChanged : imports.isNew}</span></td>
    </tr>`;
  }

  #bad(detail: string, rows: readonly ProblemRow[]): TemplateResult {
    const { imports } = this.words;
    const rest = rows.length - MOST_ROWS_SHOWN;
    return html`<section class="panel result bad" role="alert">
      <div class="summary">
        <div class="words">
          <h2>${imports.badTitle(Math.max(1, rows.length))}</h2>
          <span class="dim">${rows.length === 0 ? detail : imports.badLead}</span>
        </div>
      </div>
      ${
        rows.length === 0
          ? nothing
          : html`<div class="scroll" tabindex="0" role="group" aria-label=${imports.badTitle(rows.length)}>
              <table>
                <thead>
                  <tr>
                    <th class="line">${imports.line}</th>
                    <th>${imports.field}</th>
                    <th>${imports.reason}</th>
                  </tr>
                </thead>
                <tbody>
                  ${rows.slice(0, MOST_ROWS_SHOWN).map(
                    ({ line, field, message }) =>
                      html`<tr>
                        <td class="line number">${line ?? '–'}</td>
                        <td class="mono">${field ?? '–'}</td>
                        <td lang="en">${message}</td>
                      </tr>`,
                  )}
                </tbody>
              </table>
              ${rest > 0 ? html`<p class="rest dim">${imports.more(rest)}</p>` : nothing}
            </div>`
      }
    </section>`;
  }

  #currencyTyped(): void {
    const typed = this.currencyField.value.trim().toUpperCase();
    this.currencyFault = !isCurrency(typed);
    if (this.currencyFault) return;
    this.currency = typed;
    if (this.reading.kind !== 'none') void this.#read(this.reading.file);
  }

  async #read(file: File): Promise<void> {
    this.reading = { kind: 'reading', file };
    try {
      this.reading = { kind: 'good', file, report: await this.#send(file, true) };
    } catch (failure) {
      const rows = failure instanceof ApiError ? failure.rows : [];
      this.reading = { kind: 'bad', file, detail: this.explain(failure), rows };
    }
  }

  async #confirm(file: File): Promise<void> {
    const { console: room } = this.app;
    this.busy = true;
    try {
      const report = await this.#send(file, false);
      await room.refreshProducts();
      room.notify('good', this.words.imports.done(report.read));
      location.hash = href({ page: 'products' });
    } catch (failure) {
      const rows = failure instanceof ApiError ? failure.rows : [];
      this.reading = { kind: 'bad', file, detail: this.explain(failure), rows };
    } finally {
      this.busy = false;
    }
  }

  #send(file: File, dryRun: boolean): Promise<ImportReport> {
    return this.app.console.api.importProducts(file, mediaTypeOf(file), this.currencyField.value, dryRun);
  }
}

/** By the name: browsers take a file's type from the system, where a CSV is often a spreadsheet or nothing at all. */
function mediaTypeOf(file: File): string {
  const ending = file.name.toLowerCase().split('.').at(-1) ?? '';
  const known: Readonly<Record<string, string>> = {
    csv: 'text/csv',
    tsv: 'text/tab-separated-values',
    txt: 'text/tab-separated-values',
    xml: 'application/xml',
    json: 'application/json',
  };
  return known[ending] ?? 'application/octet-stream';
}
