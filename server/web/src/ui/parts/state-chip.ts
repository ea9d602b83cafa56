import { css, html, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Show } from '../../api/types.ts';
import { ConsoleElement } from '../element.ts';

type State = Show['state'] | 'offline';

/** A state by word, shape and colour: any two of them can fail somebody. */
const SHAPES = {
  live: svg`<circle cx="6" cy="6" r="5" fill="currentColor"/>`,
  hold: svg`<rect x="1.5" y="1" width="3.2" height="10" rx="1" fill="currentColor"/><rect x="7.3" y="1" width="3.2" height="10" rx="1" fill="currentColor"/>`,
  offline: svg`<circle cx="6" cy="6" r="4.2" fill="none" stroke="currentColor" stroke-width="1.8"/>`,
  planned: svg`<path d="M6 1.200v5l3 2" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round"/>`,
  ended: svg`<rect x="1.5" y="1.5" width="9" height="9" rx="1.5" fill="currentColor"/>`,
};

@customElement('vc-state')
export class StateChip extends ConsoleElement {
  @property({ reflect: true }) state: State = 'offline';

  static override styles = [
    ...ConsoleElement.styles,
    css`
      :host {
        display: inline-flex;
      }
      span {
        display: inline-flex;
        align-items: center;
        gap: 7px;
        padding: 5px 11px 5px 9px;
        border: 1px solid var(--v-line-strong);
        border-radius: var(--v-radius-full);
        color: var(--v-text-dim);
        font-size: var(--v-text-xs);
        font-weight: var(--v-weight-bold);
        letter-spacing: 0.05em;
        line-height: 16px;
        text-transform: uppercase;
        white-space: nowrap;
      }
      :host([state='live']) span {
        border-color: transparent;
        background: var(--v-live);
        color: var(--v-on-live);
      }
      :host([state='hold']) span {
        border-color: var(--v-warning);
        background: color-mix(in srgb, var(--v-warning) 14%, transparent);
        color: var(--v-warning);
      }
    `,
  ];

  override render() {
    return html`<span
      ><svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">${SHAPES[this.state]}</svg>${
        this.words.state[this.state]
      }</span
    >`;
  }
}
