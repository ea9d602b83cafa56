import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { Channel } from '../../api/types.ts';
import { href } from '../../model/route.ts';
import { ConsoleElement } from '../element.ts';
import { icon } from '../icons.ts';
import type { Confirm } from '../parts/confirm.ts';
import { page } from '../styles/page.ts';
import '../parts/confirm.ts';
import '../parts/copy-field.ts';
import '../parts/ingest-rules.ts';
import '../parts/point-here.ts';
import '../parts/state-chip.ts';

const LONGEST_DELAY_MILLIS = 30_000;

/** What a channel is connected to: the encoder on one side, viewers' pages on the other. */
@customElement('vc-setup')
export class Setup extends ConsoleElement {
  @property() channel = '';
  @state() private busy = false;
  @state() private delayFault = '';
  @query('vc-confirm.rotate') private rotateQuestion!: Confirm | null;
  @query('#delay') private delay!: HTMLInputElement;
  @query('#name') private name!: HTMLInputElement;

  static override styles = [
    ...ConsoleElement.styles,
    page,
    css`
      :host {
        max-inline-size: 1240px;
      }
      .columns {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(460px, 100%), 1fr));
        align-items: start;
        gap: var(--v-space-5);
      }
      .column {
        display: grid;
        gap: var(--v-space-5);
      }
      .part {
        display: grid;
        gap: var(--v-space-4);
        padding: var(--v-space-6);
      }
      .title {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--v-space-3);
      }
      .delay {
        display: grid;
        grid-template-columns: minmax(0, 160px) auto;
        align-items: center;
        gap: var(--v-space-2);
      }
      @media (max-width: 480px) {
        .part {
          padding: var(--v-space-4);
        }
      }
    `,
  ];

  protected override watched() {
    return [this.app.console.channels];
  }

  override render() {
    const { channels, common, setup } = this.words;
    const channel = this.app.console.channels.value?.get(this.channel)?.channel;
    if (channel === undefined) return html`<p class="dim" role="status">${common.loading}</p>`;
    return html`<a class="back" href=${href({ page: 'channels' })}>${icon('back')}${channels.title}</a>
      <div class="head">
        <div class="title">
          <h1 dir="auto">${setup.of(channel.title)}</h1>
          <vc-state .app=${this.app} state=${channel.state}></vc-state>
        </div>
        <a class="button" href=${href({ page: 'room', channel: channel.id })}>${icon('signal')}${channels.room}</a>
      </div>
      <div class="columns">
        <div class="column">
          <vc-point-here
            .app=${this.app}
            .channel=${channel}
            @rotate-wanted=${() => this.rotateQuestion?.ask()}
          ></vc-point-here>
          ${this.#keyPart(channel)}
          <vc-ingest-rules .app=${this.app} .channel=${channel}></vc-ingest-rules>
        </div>
        <div class="column">${this.#viewersPart(channel)} ${this.#generalPart(channel)}</div>
      </div>`;
  }

  #keyPart(channel: Channel): TemplateResult {
    const { setup, point } = this.words;
    const inFile = channel.keySource === 'configuration';
    return html`<section class="panel part" aria-labelledby="key">
      <h2 id="key">${point.key}</h2>
      <p class="dim">${inFile ? point.keyInFile : point.keyHidden}</p>
      ${
        inFile
          ? nothing
          : html`<div>
              <vc-confirm
                class="rotate"
                .app=${this.app}
                icon="key"
                label=${setup.rotate}
                question=${setup.rotateAsk}
                consequence=${channel.live ? setup.rotateConsequence : setup.rotateIdle}
                yes=${setup.rotateYes}
                ?disabled=${this.busy}
                @confirm=${() => this.#rotate(channel)}
              ></vc-confirm>
            </div>`
      }
    </section>`;
  }

  #viewersPart({ id, urls }: Channel): TemplateResult {
    const { setup } = this.words;
    const at = (path: string) => new URL(path, location.origin).href;
    const iframe = `<iframe src="${at(urls.embed)}" width="360" height="640" allow="autoplay; fullscreen; picture-in-picture" loading="lazy" referrerpolicy="strict-origin-when-cross-origin"></iframe>`;
    const element = `<script type="module" src="${at('/embed/v1.js')}"></script>\n<vitrine-player src="${at(urls.hls)}" products="${at('/products.json')}" channel="${id}"></vitrine-player>`;
    const field = (label: string, value: string, hint = '', link = false) =>
      html`<vc-copy .app=${this.app} label=${label} value=${value} hint=${hint} ?link=${link}></vc-copy>`;
    return html`<section class="panel part" aria-labelledby="viewers">
      <div>
        <h2 id="viewers">${setup.viewers}</h2>
        <p class="dim">${setup.viewersLead}</p>
      </div>
      ${field(setup.watch, at(urls.watch), '', true)} ${field(setup.iframe, iframe)} ${field(setup.element, element)}
      ${field(setup.overlay, at(urls.overlay), setup.overlayHint)} ${field(setup.hls, at(urls.hls))}
    </section>`;
  }

  #generalPart(channel: Channel): TemplateResult {
    const { setup, common } = this.words;
    return html`<section class="panel part" aria-labelledby="general">
      <h2 id="general">${setup.general}</h2>
      <form @submit=${(event: Event) => this.#save(event, channel)} novalidate class="column">
        <div class="field">
          <label for="name">${setup.name}</label>
          <input id="name" dir="auto" maxlength="200" value=${channel.title} />
        </div>
        <div class="field">
          <label for="delay">${setup.delay}</label>
          <div class="delay">
            <input
              id="delay"
              class="number"
              inputmode="numeric"
              value=${channel.captureDelayMillis}
              aria-invalid=${this.delayFault !== ''}
              aria-describedby="delay-hint delay-fault"
            />
            <span class="dim">${setup.delayUnit}</span>
          </div>
          <p class="hint" id="delay-hint">${setup.delayHint}</p>
          <div id="delay-fault">
            ${this.delayFault === '' ? nothing : html`<p class="fault">${icon('fault', 18)}${this.delayFault}</p>`}
          </div>
        </div>
        <div><button ?disabled=${this.busy}>${icon('check')}${common.save}</button></div>
      </form>
      <div>
        <vc-confirm
          class="remove"
          .app=${this.app}
          quiet
          label=${setup.remove}
          question=${setup.removeAsk(channel.title)}
          consequence=${setup.removeConsequence}
          yes=${setup.removeYes}
          ?disabled=${channel.state !== 'offline' || this.busy}
          @confirm=${() => this.#remove(channel)}
        ></vc-confirm>
        ${channel.state === 'offline' ? nothing : html`<p class="hint">${setup.removeLive}</p>`}
      </div>
    </section>`;
  }

  async #rotate(channel: Channel): Promise<void> {
    await this.#attempt(async () => {
      const key = await this.app.console.api.rotateKey(channel.id);
      this.app.console.keepFreshKey(channel.id, key);
      this.app.console.notify('good', this.words.setup.rotated);
    });
  }

  async #save(event: Event, channel: Channel): Promise<void> {
    event.preventDefault();
    const typed = this.delay.value.trim();
    const allowed = /^\d{1,5}$/.test(typed) && Number(typed) <= LONGEST_DELAY_MILLIS;
    this.delayFault = allowed ? '' : this.words.setup.delayWrong;
    if (!allowed) {
      this.delay.focus();
      return;
    }
    await this.#attempt(async () => {
      const title = this.name.value.trim() || channel.title;
      const change = { title, captureDelayMillis: Number(typed) };
      this.app.console.takeChannel(await this.app.console.api.changeChannel(channel.id, change));
      this.app.console.notify('good', this.words.common.saved);
    });
  }

  async #remove(channel: Channel): Promise<void> {
    await this.#attempt(async () => {
      await this.app.console.api.deleteChannel(channel.id);
      location.hash = href({ page: 'channels' });
      this.app.console.dropChannel(channel.id);
      this.app.console.notify('good', this.words.setup.removed(channel.title));
    });
  }

  async #attempt(action: () => Promise<void>): Promise<void> {
    this.busy = true;
    try {
      await action();
    } catch (failure) {
      this.app.console.notify('bad', this.explain(failure));
    } finally {
      this.busy = false;
    }
  }
}
