import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { AudioInput, Channel, VideoInput } from '../../api/types.ts';
import { formatBitrate, formatDecimal, formatResolution, formatSampling } from '../../model/measures.ts';
import { href } from '../../model/route.ts';
import { ConsoleElement } from '../element.ts';
import { icon, type IconName } from '../icons.ts';
import { closeOnEscape, closeOnLeave } from '../parts/disclosure.ts';
import '../parts/confirm.ts';
import '../parts/elapsed.ts';
import '../parts/state-chip.ts';

/** On air or not, for how long, before how many, and whether the encoder sends what it should. Fires `end-show`. */
@customElement('vc-status-bar')
export class StatusBar extends ConsoleElement {
  @property({ attribute: false }) channel!: Channel;

  static override styles = [
    ...ConsoleElement.styles,
    css`
      :host {
        display: flex;
        flex-wrap: wrap; /* the reader's own font may be a wide one */
        align-items: center;
        gap: var(--v-space-2) var(--v-space-5);
        min-block-size: 68px;
        padding: var(--v-space-2) var(--v-space-5);
        border-block-end: 1px solid var(--v-line);
        background: var(--v-surface);
      }
      h1 {
        flex: 0 1 auto;
        font-size: var(--v-text-lg);
        min-inline-size: 10ch;
        max-inline-size: 22ch;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .back {
        display: none;
      }
      .air {
        display: flex;
        align-items: center;
        gap: var(--v-space-3);
      }
      .clock {
        font-size: var(--v-text-xl);
        font-weight: var(--v-weight-medium);
        line-height: 1.2;
      }
      .viewers {
        display: inline-flex;
        align-items: center;
        gap: 6px;
        font-variant-numeric: tabular-nums;
      }
      .viewers svg {
        color: var(--v-text-dim);
      }
      .meters {
        display: none;
        gap: var(--v-space-5);
        margin-inline-start: auto;
      }
      .meter {
        display: grid;
        font-variant-numeric: tabular-nums;
        white-space: nowrap;
      }
      .meter span {
        color: var(--v-text-faint);
        font-size: var(--v-text-xs);
      }
      .setup {
        white-space: nowrap;
        padding-inline: var(--v-space-3);
      }
      .end {
        display: flex;
        align-items: center;
        gap: var(--v-space-2);
        margin-inline-start: auto;
      }
      details {
        position: relative;
      }
      summary {
        display: inline-flex;
        align-items: center;
        gap: var(--v-space-2);
        min-block-size: var(--v-target);
        padding-inline: var(--v-space-3);
        border: 1px solid var(--v-line-strong);
        border-radius: var(--v-radius-full);
        font-size: var(--v-text-sm);
        font-weight: var(--v-weight-medium);
        list-style: none;
        white-space: nowrap;
        cursor: pointer;
      }
      summary::-webkit-details-marker {
        display: none;
      }
      summary:hover {
        background: var(--v-hover);
      }
      .good {
        color: var(--v-positive);
      }
      .warn {
        color: var(--v-warning);
      }
      .error {
        color: var(--v-danger);
      }
      .sheet {
        position: absolute;
        z-index: 4;
        inset-block-start: calc(100% + 8px);
        inset-inline-start: 0;
        display: grid;
        gap: var(--v-space-4);
        inline-size: min(400px, calc(100vw - 32px));
        padding: var(--v-space-5);
        border: 1px solid var(--v-line-strong);
        border-radius: var(--v-radius);
        background: var(--v-surface-raised);
        box-shadow: var(--v-shadow);
      }
      dl {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        gap: var(--v-space-1) var(--v-space-4);
        font-size: var(--v-text-sm);
      }
      dt {
        color: var(--v-text-dim);
      }
      dd {
        font-variant-numeric: tabular-nums;
        text-align: end;
        overflow-wrap: anywhere;
      }
      h2 {
        font-size: var(--v-text-md);
      }
      .advice {
        display: grid;
        gap: var(--v-space-2);
      }
      .advice li {
        display: flex;
        gap: var(--v-space-2);
      }
      @media (min-width: 1400px) {
        .meters {
          display: flex;
        }
        .end {
          margin-inline-start: 0;
        }
      }
      @media (max-width: 1000px) {
        h1 {
          max-inline-size: 14ch;
        }
      }
      @media (max-width: 700px) {
        :host {
          display: grid;
          grid-template: 'back title end' auto 'air air health' auto / auto minmax(0, 1fr) auto;
          padding: var(--v-space-1) var(--v-space-3) var(--v-space-2);
          gap: 2px var(--v-space-2);
        }
        .back {
          display: inline-flex;
          grid-area: back;
        }
        h1 {
          grid-area: title;
          max-inline-size: none;
        }
        .air {
          grid-area: air;
          gap: var(--v-space-2);
        }
        .clock {
          font-size: var(--v-text-lg);
        }
        details {
          grid-area: health;
          justify-self: end;
        }
        .sheet {
          inset-inline: auto 0;
        }
        summary {
          padding-inline: var(--v-space-2);
        }
        .end {
          grid-area: end;
          gap: 0;
        }
        summary .text,
        .end .setup span {
          position: absolute;
          inline-size: 1px;
          block-size: 1px;
          overflow: hidden;
          clip-path: inset(50%);
        }
      }
    `,
  ];

  override render() {
    const { channels, room } = this.words;
    const { channel } = this;
    return html`
      <a class="button quiet icon-only back" href=${href({ page: 'channels' })}
        >${icon('back')}<span class="visually-hidden">${channels.title}</span></a
      >
      <h1 dir="auto" title=${channel.title}>${channel.title}</h1>
      <div class="air">
        <vc-state .app=${this.app} state=${channel.state}></vc-state>
        ${this.#clock()}
        ${
          channel.show === null
            ? nothing
            : html`<span class="viewers"
                >${icon('people')}<b>${new Intl.NumberFormat(this.locale).format(channel.viewers)}</b
                ><span class="visually-hidden">${room.watching}</span></span
              >`
        }
      </div>
      ${this.#health()} ${this.#meters()}
      <div class="end">
        <a class="button quiet setup" href=${href({ page: 'setup', channel: channel.id })}
          >${icon('setup')}<span>${room.setup}</span></a
        >
        ${
          channel.show === null
            ? nothing
            : html`<vc-confirm
                .app=${this.app}
                icon="stop"
                label=${room.end}
                question=${room.endAsk(channel.show.title)}
                consequence=${room.endConsequence}
                yes=${room.endYes}
                @confirm=${() => this.wish('end-show', channel.show?.title)}
              ></vc-confirm>`
        }
      </div>
    `;
  }

  #clock(): TemplateResult | typeof nothing {
    const { room } = this.words;
    if (this.channel.since === null) return nothing;
    const since = Date.parse(this.channel.since);
    const label = this.channel.state === 'hold' ? room.sinceHold : room.since;
    return html`<span class="clock"
      ><span class="visually-hidden">${label} </span
      ><vc-elapsed .elapsed=${() => this.app.console.api.serverNow() - since}></vc-elapsed
    ></span>`;
  }

  #health(): TemplateResult {
    const { room } = this.words;
    const { advice, lastError, live } = this.channel;
    const concerns = advice.filter(({ level }) => level !== 'info');
    const [tone, mark, text]: [string, IconName, string] = !live
      ? ['dim', 'signal', room.noInput]
      : concerns.some(({ level }) => level === 'error')
        ? ['error', 'fault', room.hints(concerns.length)]
        : concerns.length > 0
          ? ['warn', 'warn', room.hints(concerns.length)]
          : ['good', 'check', room.healthy];
    return html`<details class="health" @keydown=${closeOnEscape} @focusout=${closeOnLeave}>
      <summary>
        <span class=${tone}>${icon(mark, 18)}</span><span class="text">${text}</span
        ><span class="dim">${icon('more', 14)}</span>
      </summary>
      <div class="sheet">
        ${
          advice.length === 0
            ? nothing
            : html`<ul class="advice">
                ${advice.map(
                  ({ level, text: words }) =>
                    html`<li>
                      <span class=${level}>${icon(level === 'error' ? 'fault' : level, 18)}</span>
                      <span lang="en">${words}</span>
                    </li>`,
                )}
              </ul>`
        }
        ${
          lastError === null || live
            ? nothing
            : html`<p class="warn" lang="en">${icon('warn', 18)} ${lastError.message}</p>`
        }
        ${this.#details()}
      </div>
    </details>`;
  }

  #details(): TemplateResult {
    const { room } = this.words;
    const { video, audio, encoder, publisher } = this.channel;
    const line = (name: string, value: string | null) =>
      html`<dt>${name}</dt>
        <dd>${value ?? room.measuring}</dd>`;
    if (video === null && audio === null) return html`<p class="dim">${room.noInput}</p>`;
    return html`
      ${
        video === null
          ? nothing
          : html`<div>
              <h2>${room.video}</h2>
              <dl>
                ${line('Codec', codecOf(video))} ${line(room.resolution, formatResolution(video))}
                ${line(room.frameRate, this.#frameRate(video))} ${line(room.keyframes, this.#keyframes(video))}
                ${line(room.bitrate, this.#bitrate(video))}
              </dl>
            </div>`
      }
      ${
        audio === null
          ? html`<p class="dim">${room.noAudio}</p>`
          : html`<div>
              <h2>${room.audio}</h2>
              <dl>
                ${line('Codec', codecOf(audio))} ${line(room.sampling, formatSampling(audio, this.locale))}
                ${line(room.bitrate, this.#bitrate(audio))}
              </dl>
            </div>`
      }
      <dl>${line(room.encoder, encoder ?? '–')} ${line(room.publisher, publisher ?? '–')}</dl>
    `;
  }

  #meters(): TemplateResult {
    const { room } = this.words;
    const { video, audio } = this.channel;
    if (video === null) return html`<span class="meters"></span>`;
    const meter = (name: string, value: string | null) =>
      html`<div class="meter"><b>${value ?? '–'}</b><span>${name}</span></div>`;
    return html`<div class="meters">
      ${meter(video.codec ?? room.video, formatResolution(video))} ${meter(room.frameRate, this.#frameRate(video))}
      ${meter(room.keyframes, this.#keyframes(video))} ${meter(room.bitrate, this.#bitrate(video))}
      ${audio === null ? nothing : meter(audio.codec ?? room.audio, this.#bitrate(audio))}
    </div>`;
  }

  #frameRate({ frameRate }: VideoInput): string | null {
    return frameRate === null ? null : `${formatDecimal(frameRate, 1, this.locale)} fps`;
  }

  #keyframes({ gopSeconds }: VideoInput): string | null {
    return gopSeconds === null ? null : `${formatDecimal(gopSeconds, 1, this.locale)} s`;
  }

  #bitrate({ bitrate }: VideoInput | AudioInput): string | null {
    return bitrate === null ? null : formatBitrate(bitrate, this.locale);
  }
}

function codecOf({ codec, codecs }: VideoInput | AudioInput): string | null {
  return codec === null || codecs === null ? codec : `${codec} (${codecs})`;
}
