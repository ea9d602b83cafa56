import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Product } from '../../api/types.ts';
import type { Step } from '../../model/cue-desk.ts';
import { formatDecimal } from '../../model/measures.ts';
import { ConsoleElement } from '../element.ts';
import { icon } from '../icons.ts';
import { priceOf } from '../parts/price.ts';
import '../parts/confirm.ts';
import '../parts/elapsed.ts';
import '../parts/picture.ts';
import './offer.ts';

/** What stands on the viewers' card, and whether the server has said so. Fires `unpin`, `offer`, `clear`. */
@customElement('vc-card-now')
export class CardNow extends ConsoleElement {
  @property({ attribute: false }) product: Product | null = null;
  /** The sku, for a product that has left the catalogue since. */
  @property() sku: string | null = null;
  @property({ attribute: false }) step: Step | null = null;
  /** Milliseconds of the pinned product's offer that are left, on the media clock; null without one. */
  @property({ attribute: false }) offerLeft: (() => number) | null = null;
  @property({ type: Number }) table = 0;
  @property({ type: Boolean }) disabled = false;
  @state() private offering = false;

  static override styles = [
    ...ConsoleElement.styles,
    css`
      :host {
        display: block;
        container-type: inline-size;
      }
      .body {
        display: grid;
        gap: var(--v-space-3);
        padding: var(--v-space-4);
      }
      .head {
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: var(--v-space-3);
        min-block-size: 20px;
      }
      .step {
        display: inline-flex;
        align-items: center;
        gap: 6px;
        font-size: var(--v-text-sm);
        font-variant-numeric: tabular-nums;
        color: var(--v-text-dim);
      }
      .step.confirmed {
        color: var(--v-positive);
      }
      .step.again {
        color: var(--v-warning);
      }
      .step.failed {
        color: var(--v-danger);
      }
      .card {
        display: grid;
        grid-template-columns: 72px minmax(0, 1fr);
        align-items: center;
        gap: var(--v-space-4);
        min-block-size: 72px;
      }
      vc-picture {
        inline-size: 72px;
      }
      .blank {
        display: grid;
        place-items: center;
        inline-size: 72px;
        aspect-ratio: 1;
        border: 1px dashed var(--v-line-strong);
        border-radius: var(--v-radius-sm);
        color: var(--v-text-faint);
      }
      .what {
        display: grid;
        gap: 2px;
        min-inline-size: 0;
      }
      .title {
        overflow: hidden;
        font-size: var(--v-text-lg);
        font-weight: var(--v-weight-bold);
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .price {
        font-size: var(--v-text-lg);
      }
      .offer {
        display: inline-flex;
        align-items: center;
        gap: 6px;
        color: var(--v-warning);
        font-size: var(--v-text-sm);
      }
      .actions {
        display: flex;
        flex-wrap: wrap;
        gap: var(--v-space-2);
      }
      .actions vc-confirm {
        margin-inline-start: auto;
      }
      @container (max-width: 440px) {
        .actions > * {
          flex: 1 1 auto;
          padding-inline: var(--v-space-2);
        }
        .actions vc-confirm {
          margin: 0;
          padding: 0;
        }
        .actions kbd {
          display: none;
        }
      }
    `,
  ];

  override render() {
    const { room } = this.words;
    const pinned = this.sku !== null;
    return html`<div class="body">
      <div class="head">
        <h2 class="zone-title">${room.onCard}</h2>
        <span role="status">${this.#step()}</span>
      </div>
      <div class="card" data-sku=${this.sku ?? ''}>
        ${
          pinned
            ? html`<vc-picture src=${this.product?.images?.[0] ?? ''}></vc-picture>`
            : html`<span class="blank">${icon('pin', 26)}</span>`
        }
        <div class="what">
          <span class="title" dir="auto">${pinned ? (this.product?.title ?? this.sku) : room.emptyCard}</span>
          ${
            this.product === null
              ? html`<span class="dim">${pinned ? '' : this.disabled ? room.noShow : room.emptyCardLead}</span>`
              : html`<span>${priceOf(this.product, this.locale, this.words.products.was)}</span>`
          }
          ${this.#offer()}
        </div>
      </div>
      <div class="actions">
        <button
          type="button"
          class="unpin"
          ?disabled=${!pinned || this.disabled}
          @click=${() => this.wish('unpin', this.sku)}
        >
          ${icon('unpin', 18)}${room.unpin}<kbd class="key">Esc</kbd>
        </button>
        <button
          type="button"
          class="offers"
          aria-expanded=${this.offering && pinned}
          ?disabled=${!pinned || this.disabled}
          @click=${() => (this.offering = !this.offering)}
        >
          ${icon('offer', 18)}${room.offer}
        </button>
        <vc-confirm
          .app=${this.app}
          quiet
          icon="clear"
          label=${room.clear}
          question=${room.clearAsk}
          consequence=${room.clearConsequence(this.table)}
          yes=${room.clearYes}
          ?disabled=${this.table === 0 || this.disabled}
          @confirm=${() => this.wish('clear', null)}
        ></vc-confirm>
      </div>
      ${
        this.offering && this.sku !== null && !this.disabled
          ? html`<vc-offer .app=${this.app} sku=${this.sku} @offer=${() => (this.offering = false)}></vc-offer>`
          : nothing
      }
    </div>`;
  }

  #offer(): TemplateResult | typeof nothing {
    const left = this.offerLeft;
    if (left === null) return nothing;
    return html`<span class="offer"
      >${icon('offer', 16)}${left() <= 0 ? this.words.room.offerOver : html`${this.words.room.offer} <vc-elapsed short .elapsed=${left}></vc-elapsed>`}</span
    >`;
  }

  #step(): TemplateResult | typeof nothing {
    const { room } = this.words;
    const { step } = this;
    if (step === null) return nothing;
    const took = step.confirmedAfterMillis ?? 0;
    const time = took < 1000 ? `${Math.round(took)} ms` : `${formatDecimal(took / 1000, 1, this.locale)} s`;
    const text = {
      sending: room.sending,
      again: room.again,
      confirmed: room.confirmed(time),
      failed: room.failed,
    }[step.status];
    const marks = { sending: 'sending', again: 'warn', confirmed: 'check', failed: 'fault' } as const;
    return html`<span class="step ${step.status}">${icon(marks[step.status], 16)}${text}</span>`;
  }
}
