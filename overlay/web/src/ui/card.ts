import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { formatClock, type Locale } from '../i18n/locale.ts';
import { type Product, soldOut } from '../shop/catalogue.ts';
import type { TableEntry } from '../shop/store.ts';
import { base } from './base-styles.ts';
import { icons } from './icons.ts';
import { callToAction, prices, thumb } from './product-parts.ts';
import { WishEvent } from './wish.ts';

const IN_MS = 200;
const OUT_MS = 150;

/**
 * The pinned product. It comes with its frame (200 ms in) and goes with its frame (150 ms out). While somebody has the
 * keyboard's focus on it, it stays: nothing is swapped or taken away under a person who is about to press it.
 */
export class CardElement extends LitElement {
  static override readonly styles = [
    base,
    css`
      :host {
        display: block;
        min-inline-size: 0;
      }
      .card {
        display: grid;
        overflow: hidden;
        border-radius: var(--v-radius);
        background: var(--card-surface, var(--v-surface));
        box-shadow: var(--v-shadow);
        color: var(--v-text);
      }
      .row {
        display: flex;
        gap: var(--v-space-3);
        align-items: center;
        padding: var(--v-space-2);
        padding-inline-end: var(--v-space-3);
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
        inline-size: var(--card-thumb, 60px);
        block-size: var(--card-thumb, 60px);
      }
      .text {
        display: grid;
        flex: 1;
        min-inline-size: 0;
      }
      .title {
        font-size: var(--v-text-sm);
        font-weight: var(--v-weight-medium);
      }
      .prices {
        block-size: 22px;
      }
      .waiting {
        color: var(--v-text-dim);
        font-size: var(--v-text-xs);
        line-height: 22px;
      }
      .offer {
        display: flex;
        gap: var(--v-space-1);
        align-items: center;
        padding: var(--v-space-1) var(--v-space-3);
        background: var(--v-accent);
        color: var(--v-on-accent);
        font-size: var(--v-text-xs);
        font-variant-numeric: tabular-nums;
        font-weight: var(--v-weight-bold);
        line-height: 20px;
      }
      .offer svg {
        inline-size: 16px;
        block-size: 16px;
      }
      .code {
        flex: none;
        min-inline-size: 44px;
        padding: var(--v-space-2) var(--v-space-3);
        border-radius: var(--v-radius-sm);
        background: var(--v-accent);
        color: var(--v-on-accent);
        font-size: var(--v-text-xl);
        font-weight: var(--v-weight-bold);
        font-variant-numeric: tabular-nums;
        line-height: var(--v-leading-tight);
        text-align: center;
      }
      @container player (inline-size < 360px) {
        .thumb {
          inline-size: 48px;
          block-size: 48px;
        }
        .row {
          gap: var(--v-space-2);
        }
      }
    `,
  ];

  @property({ attribute: false }) entry: TableEntry | undefined;
  @property({ attribute: false }) locale!: Locale;
  /** Seconds of media time until the offer ends; undefined without an offer. */
  @property({ attribute: false }) offerLeft: number | undefined;
  @property({ attribute: false }) ref = '';
  /** For a picture that nobody can press: what to say to the host instead of a button. */
  @property({ attribute: false }) picture = false;

  /** What is drawn: the entry, or the one before it while it goes. */
  @state() private drawn: TableEntry | undefined;
  @state() private leaving = false;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('entry')) {
      this.follow();
    }
  }

  protected override updated(changed: PropertyValues): void {
    const before = changed.get('drawn') as TableEntry | undefined;
    if (changed.has('drawn') && this.drawn && this.drawn.sku !== before?.sku) {
      void this.animateCard(
        [
          { opacity: 0, transform: 'translateY(12px) scale(0.98)' },
          { opacity: 1, transform: 'none' },
        ],
        { duration: IN_MS, easing: 'cubic-bezier(0.2, 0.8, 0.2, 1)' },
      );
    }
  }

  private follow(): void {
    const { entry, drawn } = this;
    if (entry?.sku !== drawn?.sku && drawn && this.held()) {
      return;
    }
    if (entry) {
      if (this.leaving) {
        this.leaving = false;
        void this.animateCard([], 0);
      }
      this.drawn = entry;
    } else if (drawn && !this.leaving) {
      this.leaving = true;
      const gone = this.animateCard([{ opacity: 1 }, { opacity: 0, transform: 'translateY(8px)' }], {
        duration: OUT_MS,
        easing: 'cubic-bezier(0.4, 0, 1, 1)',
        fill: 'forwards',
      });
      void gone.then(() => {
        if (this.leaving) {
          this.drawn = undefined;
          this.leaving = false;
        }
      });
    }
  }

  /** Whether a keyboard stands on the card. A pointer that has pressed is gone already. */
  private held(): boolean {
    return Boolean(this.shadowRoot?.querySelector(':focus-visible'));
  }

  private async animateCard(keyframes: Keyframe[], options: KeyframeAnimationOptions | number): Promise<void> {
    const card = this.shadowRoot?.querySelector('.card');
    card?.getAnimations().forEach((animation) => animation.cancel());
    if (card && !matchMedia('(prefers-reduced-motion: reduce)').matches) {
      await card.animate(keyframes, options).finished.catch(() => undefined);
    }
  }

  protected override render(): unknown {
    const { drawn, locale } = this;
    if (!drawn) {
      return nothing;
    }
    const { product } = drawn;
    return html`<article
      class="card ${product && soldOut(product) ? 'sold' : ''}"
      part="card"
      data-sku=${drawn.sku}
      ?inert=${this.leaving}
      @focusout=${() => queueMicrotask(() => this.follow())}
    >
      ${this.offerLeft === undefined || this.offerLeft <= 0 ? nothing : this.offer(this.offerLeft)}
      <div class="row">
        <button class="open" @click=${() => this.dispatchEvent(new WishEvent({ do: 'open-product', sku: drawn.sku }))}>
          ${thumb(product)}
          <span class="text">
            ${
              product
                ? html`<span class="title" dir="auto">${product.title}</span>${prices(product, locale)}`
                : html`<span class="title"><bdi>${drawn.sku}</bdi></span
                    ><span class="waiting">${locale.words.detailsComing}</span>`
            }
          </span>
        </button>
        ${product ? (this.picture ? code(product) : callToAction(product, this.ref, locale)) : nothing}
      </div>
    </article>`;
  }

  private offer(left: number): TemplateResult {
    return html`<p class="offer" part="offer">${icons.clock}${this.locale.words.offerEnds(formatClock(left))}</p>`;
  }
}

/** What a viewer of a simulcast says or types to buy. */
function code(product: Product): TemplateResult {
  return html`<span class="code"><bdi>${product.code || product.number}</bdi></span>`;
}
