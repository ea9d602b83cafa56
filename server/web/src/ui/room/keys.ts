import { css, html } from 'lit';
import { customElement, query } from 'lit/decorators.js';
import { ConsoleElement } from '../element.ts';
import { icon } from '../icons.ts';

const ORDER = ['next', 'previous', 'pin', 'unpin', 'undo', 'help'] as const;

/** The list of keys, and the switch that turns them off. */
@customElement('vc-keys')
export class Keys extends ConsoleElement {
  @query('dialog') private dialog!: HTMLDialogElement;

  static override styles = [
    ...ConsoleElement.styles,
    css`
      dialog {
        inline-size: min(460px, calc(100vw - 32px));
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
      .head {
        display: flex;
        align-items: center;
        justify-content: space-between;
      }
      dl {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        align-items: center;
        gap: var(--v-space-3) var(--v-space-4);
        margin-block: var(--v-space-4);
      }
      kbd {
        min-inline-size: 32px;
        block-size: 28px;
        font-size: var(--v-text-sm);
        opacity: 1;
      }
    `,
  ];

  protected override watched() {
    return [this.app.settings.shortcuts];
  }

  show(): void {
    if (!this.dialog.open) this.dialog.showModal();
  }

  override render() {
    const { room, common } = this.words;
    const { shortcuts } = this.app.settings;
    return html`<dialog aria-labelledby="title">
      <div class="head">
        <h2 id="title">${room.keys}</h2>
        <button type="button" class="quiet icon-only" @click=${() => this.dialog.close()}>
          ${icon('close')}<span class="visually-hidden">${common.close}</span>
        </button>
      </div>
      <p class="dim">${room.keysLead}</p>
      <dl>
        ${ORDER.map(
          (name) =>
            html`<dt><kbd>${room.keyNames[name]}</kbd></dt>
              <dd>${room.keyMeanings[name]}</dd>`,
        )}
      </dl>
      <label class="check"
        ><input
          type="checkbox"
          .checked=${shortcuts.value}
          @change=${() => shortcuts.update((on) => !on)}
        />${room.keysToggle}</label
      >
    </dialog>`;
  }
}
