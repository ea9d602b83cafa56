import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { Locale } from '../i18n/locale.ts';
import type { Phase } from '../playback/session.ts';
import { base } from './base-styles.ts';
import { icons } from './icons.ts';
import { WishEvent } from './wish.ts';

export type CurtainReason = Phase | 'not-supported';

/** What hangs in front of the picture while there is none: before, between, after. An outage lets the last frame through. */
export class CurtainElement extends LitElement {
  static override readonly styles = [
    base,
    css`
      :host {
        display: block;
        color: var(--v-on-video);
        line-height: var(--v-leading);
      }
      .curtain {
        position: relative;
        display: grid;
        place-items: center;
        overflow: hidden;
        block-size: 100%;
        padding: 56px var(--v-space-6) var(--v-space-6);
        background: var(--v-stage);
        text-align: center;
      }
      .interrupted {
        background: none;
      }
      .poster {
        position: absolute;
        inset: -24px;
        inline-size: calc(100% + 48px);
        block-size: calc(100% + 48px);
        max-inline-size: none;
        object-fit: cover;
        filter: blur(18px) saturate(1.1);
      }
      .curtain::before {
        position: absolute;
        z-index: 1;
        inset: 0;
        background: var(--v-scrim);
        content: '';
      }
      .words {
        position: relative;
        z-index: 1;
        display: grid;
        gap: var(--v-space-2);
        justify-items: center;
        max-inline-size: min(100%, 600px);
      }
      .brand {
        color: var(--v-on-video-dim);
        font-size: var(--v-text-md);
        font-weight: var(--v-weight-medium);
      }
      h2 {
        font-size: clamp(20px, 4.6cqi, 30px);
        font-weight: var(--v-weight-bold);
        text-wrap: balance;
      }
      .hint {
        max-inline-size: 44ch;
        color: var(--v-on-video-dim);
        font-size: var(--v-text-md);
        text-wrap: balance;
      }
      .pill {
        display: inline-flex;
        gap: var(--v-space-2);
        align-items: center;
        padding: 4px var(--v-space-3);
        border-radius: var(--v-radius-full);
        background: var(--v-scrim-strong);
        font-size: var(--v-text-sm);
        font-weight: var(--v-weight-medium);
      }
      .breath {
        inline-size: 8px;
        block-size: 8px;
        border-radius: 50%;
        background: currentColor;
        animation: breathe 2.4s ease-in-out infinite;
      }
      @keyframes breathe {
        50% {
          opacity: 0.25;
        }
      }
      @media (prefers-reduced-motion: reduce) {
        .breath {
          animation: none;
        }
      }
      .actions {
        display: flex;
        flex-wrap: wrap;
        gap: var(--v-space-3);
        justify-content: center;
        margin-block-start: var(--v-space-3);
      }
      .again {
        display: inline-flex;
        gap: var(--v-space-2);
        align-items: center;
        min-block-size: var(--v-target);
        padding-inline: var(--v-space-4) var(--v-space-5);
        border-radius: var(--v-radius-full);
        background: #fff;
        color: #101114;
        font-size: var(--v-text-md);
        font-weight: var(--v-weight-bold);
        text-decoration: none;
      }
      @container player (block-size < 260px) {
        .hint {
          max-inline-size: 44ch;
          display: none;
        }
        .curtain {
          padding-block: var(--v-space-10) var(--v-space-3);
        }
      }
    `,
  ];

  @property({ attribute: false }) reason: CurtainReason = 'connecting';
  @property({ attribute: false }) locale!: Locale;
  @property({ attribute: false }) brand = '';
  @property({ attribute: false }) heading = '';
  @property({ attribute: false }) poster = '';
  /** Where the finished show can be watched. */
  @property({ attribute: false }) replay = '';
  @property({ attribute: false }) canReplay = false;

  protected override render(): unknown {
    if (this.reason === 'onair') {
      return nothing;
    }
    return html`<div class="curtain ${this.reason}" part="curtain">
      ${
        this.poster && this.reason !== 'interrupted'
          ? html`<img class="poster" src=${this.poster} alt="" @error=${hide} />`
          : nothing
      }
      <div class="words">${this.words()}</div>
    </div>`;
  }

  private words(): TemplateResult {
    const { words } = this.locale;
    switch (this.reason) {
      case 'offline':
        return this.message(this.heading || this.brand, words.startsSoonHint, pill(words.startsSoon));
      case 'interrupted':
        return this.message(words.rightBack, words.rightBackHint, pill(words.connecting));
      case 'ended':
        return html`${this.message(words.ended, words.endedHint)}
          <div class="actions">${this.replayLink()}</div>`;
      case 'not-supported':
        return this.message(words.notSupported, words.notSupportedHint);
      case 'connecting':
      case 'onair':
        return html`${this.brand ? html`<p class="brand" dir="auto">${this.brand}</p>` : nothing}${pill(words.connecting)}`;
    }
  }

  private message(heading: string, hint: string, badge?: TemplateResult): TemplateResult {
    return html`${this.brand && this.brand !== heading ? html`<p class="brand" dir="auto">${this.brand}</p>` : nothing}
      <h2 dir="auto">${heading}</h2>
      ${badge ?? nothing}
      <p class="hint">${hint}</p>`;
  }

  private replayLink(): unknown {
    const { words } = this.locale;
    if (this.replay) {
      return html`<a class="again" href=${this.replay}>${icons.replay}${words.watchReplay}</a>`;
    }
    return this.canReplay
      ? html`<button class="again" @click=${() => this.dispatchEvent(new WishEvent({ do: 'replay' }))}>
          ${icons.replay}${words.watchAgain}
        </button>`
      : nothing;
  }
}

function pill(word: string): TemplateResult {
  return html`<p class="pill"><span class="breath"></span>${word}</p>`;
}

function hide(event: Event): void {
  (event.currentTarget as HTMLElement).hidden = true;
}
