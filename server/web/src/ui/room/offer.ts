import { css, html } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { ConsoleElement } from '../element.ts';
import { icon } from '../icons.ts';

export interface OfferWish {
  sku: string;
  minutes: number;
}

const PRESETS = [2, 5, 10];
const LONGEST_MINUTES = 240;

/** For how long an offer runs: three usual lengths and a free one. Fires `offer`. */
@customElement('vc-offer')
export class Offer extends ConsoleElement {
  @property() sku = '';
  @state() private minutes = 5;

  static override styles = [
    ...ConsoleElement.styles,
    css`
      fieldset {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--v-space-2);
        margin: 0;
        padding: 0;
        border: 0;
      }
      legend {
        padding: 0 0 var(--v-space-1);
        color: var(--v-text-dim);
        font-size: var(--v-text-sm);
      }
      button {
        padding-inline: var(--v-space-3);
      }
      [aria-pressed='true'] {
        border-color: var(--v-text);
        background: var(--v-press);
      }
      .own {
        inline-size: 76px;
      }
    `,
  ];

  override render() {
    const { room } = this.words;
    return html`<fieldset>
      <legend>${room.offerFor}</legend>
      ${PRESETS.map(
        (count) =>
          html`<button type="button" aria-pressed=${this.minutes === count} @click=${() => (this.minutes = count)}>
            ${room.minutes(count)}
          </button>`,
      )}
      <input
        class="own number"
        type="number"
        min="1"
        max=${LONGEST_MINUTES}
        aria-label=${room.offerMinutes}
        .value=${String(this.minutes)}
        @change=${this.#typed}
      />
      <button type="button" class="start" @click=${this.#start}>${icon('offer', 18)}${room.offerStart}</button>
    </fieldset>`;
  }

  #typed(event: Event): void {
    const typed = Math.round(Number((event.target as HTMLInputElement).value));
    this.minutes = Math.min(LONGEST_MINUTES, Math.max(1, Number.isFinite(typed) ? typed : 1));
    this.requestUpdate();
  }

  #start(): void {
    const wish: OfferWish = { sku: this.sku, minutes: this.minutes };
    this.wish('offer', wish);
  }
}
