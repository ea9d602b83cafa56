import { css, html, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { Channel } from '../../api/types.ts';
import { ConsoleElement } from '../element.ts';

const PLAYER = '/embed/v1.js';

/**
 * The programme as viewers have it, played by their own element: loaded from the server at run time, so the preview is
 * always of the version that viewers get.
 */
@customElement('vc-preview')
export class Preview extends ConsoleElement {
  @property({ attribute: false }) channel!: Channel;
  @state() private loaded = true;
  @query('vitrine-player') private player!: HTMLElement | null;

  static override styles = [
    ...ConsoleElement.styles,
    css`
      :host {
        display: block;
        overflow: hidden;
        aspect-ratio: 16 / 9;
        border-radius: var(--v-radius);
        background: var(--v-stage);
      }
      vitrine-player,
      img {
        display: block;
        inline-size: 100%;
        block-size: 100%;
        object-fit: contain;
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    loadPlayer(() => (this.loaded = false));
  }

  /** Media date of the frame on screen, or null while nothing is playing. */
  get mediaDate(): string | null {
    const date = this.player?.dataset['mediaDate'] ?? '';
    return Number.isNaN(Date.parse(date)) ? null : new Date(date).toISOString();
  }

  override render(): TemplateResult {
    const { urls, id, title } = this.channel;
    if (!this.loaded) return html`<img src=${urls.poster} alt=${title} />`;
    return html`<vitrine-player
      src=${urls.hls}
      products="/products.json"
      channel=${id}
      lang=${this.app.settings.language.value}
      poster=${urls.poster}
    ></vitrine-player>`;
  }
}

function loadPlayer(failed: () => void): void {
  if (customElements.get('vitrine-player') !== undefined) return;
  const known = document.querySelector<HTMLScriptElement>(`script[src="${PLAYER}"]`);
  const script = known ?? document.createElement('script');
  script.addEventListener('error', failed, { once: true });
  if (known !== null) return;
  script.type = 'module';
  script.src = PLAYER;
  document.head.append(script);
}
