import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { formatClock, formatShortClock } from '../../model/clock.ts';
import { base } from '../styles/base.ts';

/** A clock that runs by itself. `elapsed` says how much has passed, or is left, in milliseconds, whenever asked. */
@customElement('vc-elapsed')
export class Elapsed extends LitElement {
  @property({ attribute: false }) elapsed: () => number = () => 0;
  @property({ type: Boolean }) short = false;

  static override styles = [
    base,
    css`
      :host {
        display: inline-block;
        font: inherit;
        font-variant-numeric: tabular-nums;
        white-space: nowrap;
        color: inherit;
      }
    `,
  ];

  #timer: ReturnType<typeof setInterval> | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#timer = setInterval(() => this.requestUpdate(), 500);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    if (this.#timer !== null) clearInterval(this.#timer);
  }

  override render() {
    const millis = this.elapsed();
    return html`<span>${this.short ? formatShortClock(millis) : formatClock(millis)}</span>`;
  }
}
