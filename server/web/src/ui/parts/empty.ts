import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { icon, type IconName } from '../icons.ts';
import { base } from '../styles/base.ts';

/** An empty place that says what belongs there and how it gets there. Actions go into the slot. */
@customElement('vc-empty')
export class Empty extends LitElement {
  @property() icon: IconName = 'products';
  @property() heading = '';
  @property() lead = '';

  static override styles = [
    base,
    css`
      :host {
        display: grid;
        justify-items: center;
        gap: var(--v-space-2);
        padding: var(--v-space-10) var(--v-space-6);
        text-align: center;
      }
      .mark {
        display: grid;
        place-items: center;
        inline-size: 64px;
        aspect-ratio: 1;
        margin-block-end: var(--v-space-2);
        border-radius: 50%;
        background: var(--v-surface-raised);
        color: var(--v-text-dim);
      }
      p {
        max-inline-size: 46ch;
        color: var(--v-text-dim);
      }
      .actions {
        display: flex;
        flex-wrap: wrap;
        justify-content: center;
        gap: var(--v-space-2);
        margin-block-start: var(--v-space-3);
      }
    `,
  ];

  override render() {
    return html`<span class="mark">${icon(this.icon, 28)}</span>
      <h2>${this.heading}</h2>
      <p>${this.lead}</p>
      <div class="actions"><slot></slot></div>`;
  }
}
