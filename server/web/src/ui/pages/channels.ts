import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { ChannelSnapshot } from '../../model/console.ts';
import { href } from '../../model/route.ts';
import { readShop } from '../../model/shop-state.ts';
import { ConsoleElement } from '../element.ts';
import { icon } from '../icons.ts';
import { page } from '../styles/page.ts';
import '../parts/elapsed.ts';
import '../parts/picture.ts';
import '../parts/state-chip.ts';

/** All channels, the ones on air first. */
@customElement('vc-channels')
export class Channels extends ConsoleElement {
  static override styles = [
    ...ConsoleElement.styles,
    page,
    css`
      ul {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(340px, 100%), 1fr));
        gap: var(--v-space-4);
      }
      li {
        display: grid;
        grid-template-rows: auto 1fr auto;
        overflow: hidden;
        position: relative;
      }
      .stage {
        display: grid;
        aspect-ratio: 16 / 9;
        background: var(--v-stage);
        color: rgb(255 255 255 / 45%);
        place-items: center;
        overflow: hidden;
      }
      .stage img {
        inline-size: 100%;
        block-size: 100%;
        object-fit: cover;
        grid-area: 1 / 1;
        color: transparent;
      }
      .stage svg {
        grid-area: 1 / 1;
      }
      vc-state {
        position: absolute;
        inset-block-start: var(--v-space-3);
        inset-inline-start: var(--v-space-3);
        background: var(--v-scrim-strong);
        border-radius: var(--v-radius-full);
        --v-text-dim: rgb(255 255 255 / 85%);
        --v-line-strong: rgb(255 255 255 / 45%);
        --v-warning: #f5b84b;
      }
      .body {
        display: grid;
        align-content: start;
        gap: var(--v-space-2);
        padding: var(--v-space-4);
      }
      h2 a {
        color: inherit;
        text-decoration: none;
      }
      h2 a::after {
        content: '';
        position: absolute;
        inset: 0 0 64px;
      }
      li:hover h2 a {
        text-decoration: underline;
      }
      .facts {
        display: flex;
        flex-wrap: wrap;
        gap: var(--v-space-1) var(--v-space-4);
        min-block-size: 20px;
        color: var(--v-text-dim);
        font-size: var(--v-text-sm);
      }
      .foot {
        display: flex;
        gap: var(--v-space-2);
        padding: 0 var(--v-space-4) var(--v-space-4);
      }
      .foot .button {
        flex: 1 0 auto;
        white-space: nowrap;
      }
      .loading {
        color: var(--v-text-dim);
      }
    `,
  ];

  protected override watched() {
    return [this.app.console.channels, this.app.console.products];
  }

  override render() {
    const { channels } = this.words;
    const known = this.app.console.channels.value;
    return html`<div class="head">
        <div class="words">
          <h1>${channels.title}</h1>
          <p>${channels.lead}</p>
        </div>
        <a class="button primary" href=${href({ page: 'new-channel' })}>${icon('plus')}${channels.create}</a>
      </div>
      ${
        known === null
          ? html`<p class="loading" role="status">${this.words.common.loading}</p>`
          : html`<ul>
              ${repeat(
                onAirFirst([...known.values()]),
                ({ channel }) => channel.id,
                (snapshot) => this.#card(snapshot),
              )}
            </ul>`
      }`;
  }

  #card({ channel, receivedAt }: ChannelSnapshot): TemplateResult {
    const { channels, state } = this.words;
    const since = channel.since === null ? null : Date.parse(channel.since);
    const pinned = readShop(channel.cue?.state ?? []).pinned;
    const title = this.app.console.products.value?.find((product) => product.sku === pinned)?.title ?? pinned;
    return html`<li class="panel" data-channel=${channel.id}>
      <div class="stage">
        ${icon(channel.state === 'offline' ? 'channels' : 'picture', 36)}
        ${channel.state === 'offline' ? nothing : html`<img src=${channel.urls.poster} alt="" loading="lazy" @error=${hide} />`}
      </div>
      <vc-state .app=${this.app} state=${channel.state}></vc-state>
      <div class="body">
        <h2>
          <a href=${href({ page: 'room', channel: channel.id })} aria-label=${channels.enter(channel.title)} dir="auto"
            >${channel.title}</a
          >
        </h2>
        <p class="facts">
          ${
            since === null
              ? html`<span
                  >${channel.lastError === null ? state.offlineMeaning : channels.lastError(channel.lastError.message)}</span
                >`
              : html`<vc-elapsed
                    .elapsed=${() => this.app.console.api.serverNow() - since}
                    data-received=${receivedAt}
                  ></vc-elapsed>
                  <span class="number">${channels.viewers(channel.viewers)}</span>
                  <span>${title === null ? channels.nothingPinned : channels.pinned(title)}</span>`
          }
        </p>
      </div>
      <div class="foot">
        <a class="button" href=${href({ page: 'room', channel: channel.id })}>${icon('signal')}${channels.room}</a>
        <a class="button quiet" href=${href({ page: 'setup', channel: channel.id })}
          >${icon('setup')}${channels.setup}</a
        >
      </div>
    </li>`;
  }
}

function hide(event: Event): void {
  (event.target as HTMLElement).hidden = true;
}

function onAirFirst(channels: ChannelSnapshot[]): ChannelSnapshot[] {
  const rank = { live: 0, hold: 1, offline: 2 };
  return channels.sort(
    (a, b) => rank[a.channel.state] - rank[b.channel.state] || a.channel.title.localeCompare(b.channel.title),
  );
}
