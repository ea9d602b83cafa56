import { css, html } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { ConsoleElement } from '../element.ts';
import { icon, type IconName } from '../icons.ts';

/**
 * A destructive action in two steps: a button, then a question that names what ends and what follows. Fires `confirm`.
 * The second step begins on "cancel", so that one key pressed twice does no harm.
 */
@customElement('vc-confirm')
export class Confirm extends ConsoleElement {
  @property() label = '';
  @property() icon: IconName = 'trash';
  @property() question = '';
  @property() consequence = '';
  @property() yes = '';
  @property({ type: Boolean }) disabled = false;
  /** No frame, for dense bars. */
  @property({ type: Boolean }) quiet = false;
  @query('dialog') private dialog!: HTMLDialogElement;

  static override styles = [
    ...ConsoleElement.styles,
    css`
      :host {
        display: inline-flex;
      }
      .trigger {
        inline-size: 100%;
        white-space: nowrap;
      }
      dialog {
        inline-size: min(440px, calc(100vw - 32px));
        padding: var(--v-space-6);
        border: 1px solid var(--v-line-strong);
        border-radius: var(--v-radius-lg);
        background: var(--v-surface-raised);
        color: var(--v-text);
        box-shadow: var(--v-shadow);
      }
      dialog::backdrop {
        background: rgb(0 0 0 / 60%);
      }
      .body {
        display: grid;
        gap: var(--v-space-3);
      }
      h2 {
        font-size: var(--v-text-xl);
        line-height: var(--v-leading);
        overflow-wrap: anywhere;
      }
      .row {
        display: flex;
        flex-wrap: wrap;
        justify-content: flex-end;
        gap: var(--v-space-2);
        margin-block-start: var(--v-space-3);
      }
    `,
  ];

  override render() {
    return html`<button
        type="button"
        class="trigger danger ${this.quiet ? 'quiet' : ''}"
        ?disabled=${this.disabled}
        @click=${() => this.ask()}
      >
        ${icon(this.icon)}<span>${this.label}</span>
      </button>
      <dialog aria-labelledby="question" aria-describedby="consequence">
        <div class="body">
          <h2 id="question">${this.question}</h2>
          <p id="consequence" class="dim">${this.consequence}</p>
          <div class="row">
            <button type="button" class="cancel" autofocus @click=${() => this.dialog.close()}>
              ${this.words.common.cancel}
            </button>
            <button type="button" class="yes danger primary" @click=${this.#confirm}>${this.yes}</button>
          </div>
        </div>
      </dialog>`;
  }

  ask(): void {
    if (!this.dialog.open) this.dialog.showModal();
  }

  #confirm(): void {
    this.dialog.close();
    this.wish('confirm', null);
  }
}
