import { css, html } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { ConsoleElement } from '../element.ts';
import { icon } from '../icons.ts';

/** A place to choose a file, or to drop one; the button alone is enough (WCAG 2.5.7). Fires `file` with the File. */
@customElement('vc-file-drop')
export class FileDrop extends ConsoleElement {
  @property() label = '';
  @property() hint = '';
  @property() accept = '';
  @property() name = '';
  @state() private over = false;
  @query('input') private input!: HTMLInputElement;

  static override styles = [
    ...ConsoleElement.styles,
    css`
      :host {
        display: block;
      }
      .drop {
        display: grid;
        justify-items: center;
        gap: var(--v-space-2);
        padding: var(--v-space-6);
        border: 1px dashed var(--v-line-strong);
        border-radius: var(--v-radius);
        text-align: center;
      }
      .over {
        border-color: var(--v-text);
        background: var(--v-hover);
      }
      .drop > svg {
        color: var(--v-text-dim);
      }
      p {
        max-inline-size: 44ch;
      }
    `,
  ];

  override render() {
    return html`<div
      class="drop ${this.over ? 'over' : ''}"
      @dragover=${this.#dragging}
      @dragleave=${() => (this.over = false)}
      @drop=${this.#dropped}
    >
      ${icon('upload', 28)}
      <button type="button" @click=${() => this.input.click()}>${this.label}</button>
      <p class="hint">${this.name === '' ? this.hint : this.name}</p>
      <input type="file" hidden accept=${this.accept} aria-label=${this.label} @change=${this.#chosen} />
    </div>`;
  }

  #dragging(event: DragEvent): void {
    event.preventDefault();
    this.over = true;
  }

  #dropped(event: DragEvent): void {
    event.preventDefault();
    this.over = false;
    this.#take(event.dataTransfer?.files[0]);
  }

  #chosen(): void {
    this.#take(this.input.files?.[0]);
    this.input.value = ''; // the same file, corrected, can be chosen again
  }

  #take(file: File | undefined): void {
    if (file !== undefined) this.wish('file', file);
  }
}
