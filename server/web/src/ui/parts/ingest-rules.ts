import { css, html, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { Channel } from '../../api/types.ts';
import { MOST_NETWORKS, readNetworks } from '../../model/networks.ts';
import { ConsoleElement } from '../element.ts';
import { icon } from '../icons.ts';

/** Who may publish to a channel, and whether the encoder may place cues. */
@customElement('vc-ingest-rules')
export class IngestRules extends ConsoleElement {
  @property({ attribute: false }) channel!: Channel;
  @state() private busy = false;
  @state() private fault = '';
  @query('#cues') private cues!: HTMLInputElement;
  @query('#networks') private networks!: HTMLTextAreaElement;

  static override styles = [
    ...ConsoleElement.styles,
    css`
      section,
      form {
        display: grid;
        gap: var(--v-space-4);
      }
      section {
        padding: var(--v-space-6);
      }
      textarea {
        min-block-size: 84px;
        font-family: var(--v-font-mono, ui-monospace, monospace);
      }
      @media (max-width: 480px) {
        section {
          padding: var(--v-space-4);
        }
      }
    `,
  ];

  override render() {
    const { ingest } = this.words;
    const { encoderCues, allowFrom } = this.channel;
    return html`<section class="panel" aria-labelledby="ingest">
      <h2 id="ingest">${ingest.title}</h2>
      <form @submit=${this.#save} novalidate>
        <div class="field">
          <label class="check"
            ><input
              id="cues"
              type="checkbox"
              ?checked=${encoderCues}
              aria-describedby="cues-hint"
            />${ingest.cues}</label
          >
          <p class="hint" id="cues-hint">${ingest.cuesHint}</p>
        </div>
        <div class="field">
          <label for="networks">${ingest.networks}</label>
          <textarea
            id="networks"
            dir="ltr"
            rows="3"
            spellcheck="false"
            autocapitalize="off"
            aria-invalid=${this.fault !== ''}
            aria-describedby="networks-hint networks-fault"
            .defaultValue=${allowFrom.join('\n')}
          ></textarea>
          <p class="hint" id="networks-hint">${ingest.networksHint}</p>
          <div id="networks-fault">
            ${this.fault === '' ? nothing : html`<p class="fault">${icon('fault', 18)}${this.fault}</p>`}
          </div>
        </div>
        <div><button ?disabled=${this.busy}>${icon('check')}${ingest.save}</button></div>
      </form>
    </section>`;
  }

  #save = async (event: Event): Promise<void> => {
    event.preventDefault();
    const { ingest, common } = this.words;
    const { networks, wrong } = readNetworks(this.networks.value);
    this.fault =
      wrong.length > 0
        ? ingest.networksWrong(wrong[0] ?? '')
        : networks.length > MOST_NETWORKS
          ? ingest.networksMost
          : '';
    if (this.fault !== '') {
      this.networks.focus();
      return;
    }
    const { console } = this.app;
    this.busy = true;
    try {
      const change = { encoderCues: this.cues.checked, allowFrom: networks };
      console.takeChannel(await console.api.changeChannel(this.channel.id, change));
      console.notify('good', common.saved);
    } catch (failure) {
      console.notify('bad', this.explain(failure));
    } finally {
      this.busy = false;
    }
  };
}
