import { css, html, nothing } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import type { ForeignPin } from '../../model/cue-desk.ts';
import { ConsoleElement } from '../element.ts';

/** Asks before one person's pin replaces another's that is seconds old. */
@customElement('vc-contest')
export class Contest extends ConsoleElement {
  @state() private pin: ForeignPin | null = null;
  @state() private pinTitle = '';
  @query('dialog') private dialog!: HTMLDialogElement;
  #anyway: () => void = () => undefined;

  static override styles = [
    ...ConsoleElement.styles,
    css`
      dialog {
        inline-size: min(440px, calc(100vw - 32px));
        padding: var(--v-space-6);
        border: 1px solid var(--v-warning);
        border-radius: var(--v-radius-lg);
        background: var(--v-surface-raised);
        color: var(--v-text);
        box-shadow: var(--v-shadow);
      }
      dialog::backdrop {
        background: rgb(0 0 0 / 40%);
      }
      h2 {
        overflow-wrap: anywhere;
      }
      .row {
        display: flex;
        justify-content: flex-end;
        gap: var(--v-space-2);
        margin-block-start: var(--v-space-5);
      }
    `,
  ];

  ask(pin: ForeignPin, title: string, anyway: () => void): void {
    this.pin = pin;
    this.pinTitle = title;
    this.#anyway = anyway;
    if (!this.dialog.open) this.dialog.showModal();
  }

  override render() {
    const { room } = this.words;
    return html`<dialog aria-labelledby="question">
      <h2 id="question">
        ${this.pin === null ? nothing : room.contested(this.pin.by || room.somebody, this.pinTitle, this.pin.secondsAgo)}
      </h2>
      <div class="row">
        <button type="button" class="no" autofocus @click=${() => this.dialog.close()}>${room.contestedNo}</button>
        <button type="button" class="yes primary" @click=${this.#yes}>${room.contestedYes}</button>
      </div>
    </dialog>`;
  }

  #yes(): void {
    this.dialog.close();
    this.#anyway();
  }
}
