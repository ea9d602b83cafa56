import { css, html, LitElement } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { base } from '../styles/base.ts';
import { icon } from '../icons.ts';

/** A product's picture, square; a missing or broken one looks meant. */
@customElement('vc-picture')
export class Picture extends LitElement {
  @property() src = '';
  @state() private broken = false;

  static override styles = [
    base,
    css`
      :host {
        display: block;
        inline-size: 48px;
        aspect-ratio: 1;
        flex: none;
      }
      .frame {
        display: grid;
        place-items: center;
        block-size: 100%;
        overflow: hidden;
        border-radius: var(--v-radius-sm);
        background: var(--v-surface-raised);
        color: var(--v-text-faint);
      }
      img {
        inline-size: 100%;
        block-size: 100%;
        object-fit: cover;
      }
    `,
  ];

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('src')) this.broken = false;
  }

  override render() {
    if (this.src === '' || this.broken) return html`<span class="frame">${icon('picture')}</span>`;
    return html`<span class="frame"
      ><img src=${this.src} alt="" loading="lazy" decoding="async" @error=${() => (this.broken = true)}
    /></span>`;
  }
}
