import { css, html, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { ConsoleElement } from '../element.ts';
import { icon } from '../icons.ts';

/** A value to carry elsewhere: its name, itself, a button that copies it. */
@customElement('vc-copy')
export class CopyField extends ConsoleElement {
  @property() label = '';
  @property() value = '';
  @property() hint = '';
  /** Set when the value is also a place to go. */
  @property({ type: Boolean }) link = false;
  @property({ type: Boolean, reflect: true }) secret = false;
  @state() private done: 'copied' | 'failed' | null = null;
  @query('input') private input!: HTMLInputElement;

  static override styles = [
    ...ConsoleElement.styles,
    css`
      :host {
        display: block;
      }
      .row {
        display: flex;
        gap: var(--v-space-2);
      }
      input {
        font-family: var(--v-font-mono);
        text-overflow: ellipsis;
      }
      :host([secret]) input {
        border-color: var(--v-warning);
      }
      button,
      .button {
        flex: none;
      }
      button {
        min-inline-size: 132px;
      }
      .copied {
        color: var(--v-positive);
      }
      @media (max-width: 480px) {
        button {
          min-inline-size: 44px;
        }
        .row {
          flex-wrap: wrap;
        }
        .row button,
        .row a {
          flex: 1;
        }
      }
    `,
  ];

  override render() {
    const { common } = this.words;
    return html`<div class="field">
      <label for="value">${this.label}</label>
      <div class="row">
        <input id="value" readonly .value=${this.value} aria-describedby="hint" @focus=${() => this.input.select()} />
        <button type="button" @click=${this.#copy} class=${this.done === 'copied' ? 'copied' : ''}>
          ${icon(this.done === 'copied' ? 'check' : 'copy')}
          <span>${this.done === 'copied' ? common.copied : common.copy}</span>
          <span class="visually-hidden">${this.label}</span>
        </button>
        ${
          this.link
            ? html`<a class="button" href=${this.value} target="_blank" rel="noopener"
                >${icon('open')}<span>${common.open}</span><span class="visually-hidden">${this.label}</span></a
              >`
            : nothing
        }
      </div>
      <div class="hint" id="hint">${this.hint}</div>
      <div role="status" class=${this.done === 'failed' ? 'fault' : 'visually-hidden'}>
        ${this.done === 'copied' ? `${this.label}: ${common.copied}` : this.done === 'failed' ? common.copyFailed : ''}
      </div>
    </div>`;
  }

  async #copy(): Promise<void> {
    this.done = (await copyText(this.value, this.input)) ? 'copied' : 'failed';
    if (this.done === 'copied') setTimeout(() => (this.done = null), 2500);
  }
}

/** The clipboard API wants a secure context; a console on a plain http address falls back to the selected text. */
async function copyText(text: string, input: HTMLInputElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    input.select();
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- the only way to copy without a secure context
    return document.execCommand('copy');
  }
}
