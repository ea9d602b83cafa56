import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Channel } from '../../api/types.ts';
import { formatResolution } from '../../model/measures.ts';
import { href } from '../../model/route.ts';
import { ConsoleElement } from '../element.ts';
import { icon } from '../icons.ts';
import './copy-field.ts';

/** Three steps from an empty server to a picture, and a light that turns green when it arrives. */
@customElement('vc-point-here')
export class PointHere extends ConsoleElement {
  @property({ attribute: false }) channel!: Channel;

  static override styles = [
    ...ConsoleElement.styles,
    css`
      :host {
        display: block;
        container-type: inline-size;
      }
      .panel {
        display: grid;
        gap: var(--v-space-5);
        padding: var(--v-space-6);
      }
      h2 {
        font-size: var(--v-text-xl);
        line-height: var(--v-leading);
      }
      ol {
        display: grid;
        gap: var(--v-space-5);
      }
      li {
        display: grid;
        grid-template-columns: 32px minmax(0, 1fr);
        gap: var(--v-space-1) var(--v-space-3);
      }
      .step {
        display: grid;
        place-items: center;
        inline-size: 32px;
        block-size: 32px;
        border: 1px solid var(--v-line-strong);
        border-radius: 50%;
        font-weight: var(--v-weight-bold);
        grid-row: span 3;
      }
      h3 {
        font-size: var(--v-text-lg);
        font-weight: var(--v-weight-medium);
        line-height: 32px;
      }
      .fields {
        display: grid;
        gap: var(--v-space-3);
        margin-block-start: var(--v-space-2);
      }
      .hidden-key {
        display: grid;
        gap: var(--v-space-1);
      }
      .light {
        display: flex;
        align-items: center;
        gap: var(--v-space-4);
        padding: var(--v-space-4);
        border: 1px dashed var(--v-line-strong);
        border-radius: var(--v-radius);
      }
      .light > .words {
        flex: 1;
        display: grid;
      }
      .light.on {
        border: 1px solid var(--v-positive);
        background: color-mix(in srgb, var(--v-positive) 14%, var(--v-surface));
      }
      .light.on svg,
      .light.on b {
        color: var(--v-positive);
      }
      .pulse {
        inline-size: 14px;
        block-size: 14px;
        margin: 5px;
        border: 3px solid var(--v-text-faint);
        border-radius: 50%;
        animation: breathe 2.4s ease-in-out infinite;
      }
      @keyframes breathe {
        50% {
          opacity: 0.35;
        }
      }
      @media (prefers-reduced-motion: reduce) {
        .pulse {
          animation: none;
        }
      }
      @container (max-width: 480px) {
        .panel {
          padding: var(--v-space-4);
        }
        .light {
          flex-wrap: wrap;
        }
        .light .button {
          inline-size: 100%;
        }
      }
    `,
  ];

  protected override watched() {
    return [this.app.console.freshKeys];
  }

  override render() {
    const { point } = this.words;
    const server = this.channel.urls.rtmp.replace('//HOST', `//${location.hostname}`);
    return html`<section class="panel" aria-labelledby="point">
      <div>
        <h2 id="point">${point.title}</h2>
        <p class="dim">${point.lead}</p>
      </div>
      <ol>
        ${step(1, point.step1, point.step1Detail)}
        ${step(
          2,
          point.step2,
          point.step2Detail,
          html`<div class="fields">
            <vc-copy .app=${this.app} label=${point.server} value=${server}></vc-copy>
            ${this.#key()}
          </div>`,
        )}
        ${step(3, point.step3, point.step3Detail)}
      </ol>
      ${this.#light()}
    </section>`;
  }

  #key(): TemplateResult {
    const { point } = this.words;
    const key = this.app.console.freshKeys.value.get(this.channel.id);
    if (key !== undefined) {
      return html`<vc-copy .app=${this.app} secret label=${point.key} value=${key} hint=${point.keyOnce}></vc-copy>`;
    }
    const inFile = this.channel.keySource === 'configuration';
    return html`<div class="hidden-key">
      <span class="label">${point.key}</span>
      <p class="hint">${inFile ? point.keyInFile : point.keyHidden}</p>
      ${inFile ? nothing : html`<a href="${href({ page: 'setup', channel: this.channel.id })}" @click=${this.#toRotate}>${point.keyLost}</a>`}
    </div>`;
  }

  #light(): TemplateResult {
    const { point } = this.words;
    const on = this.channel.state === 'live';
    const picture = this.channel.video === null ? null : formatResolution(this.channel.video);
    return html`<div class="light ${on ? 'on' : ''}" role="status">
      ${on ? icon('check', 28) : html`<span class="pulse" aria-hidden="true"></span>`}
      <div class="words">
        <b>${on ? point.arrived : point.waiting}</b>
        <span class="dim small">${on ? point.arrivedDetail(picture ?? '…') : point.waitingDetail}</span>
      </div>
      ${
        on
          ? html`<a class="button primary" href=${href({ page: 'room', channel: this.channel.id })}>${point.toRoom}</a>`
          : nothing
      }
    </div>`;
  }

  #toRotate(): void {
    this.wish('rotate-wanted', null);
  }
}

function step(number: number, title: string, detail: string, more: TemplateResult | typeof nothing = nothing) {
  return html`<li>
    <span class="step" aria-hidden="true">${number}</span>
    <h3>${title}</h3>
    <p class="dim">${detail}</p>
    ${more === nothing ? nothing : html`<div>${more}</div>`}
  </li>`;
}
