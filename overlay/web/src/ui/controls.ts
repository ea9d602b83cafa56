import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { formatClock, type Locale } from '../i18n/locale.ts';
import type { Stretch } from '../playback/playback.ts';
import { base } from './base-styles.ts';
import { cssVars } from './css-vars.ts';
import { icons } from './icons.ts';
import { type Wish, WishEvent } from './wish.ts';

/** Where the picture is, four times a second. */
export interface Position {
  /** Seconds on the media element's clock. */
  readonly time: number;
  readonly seekable: Stretch | undefined;
  readonly live: boolean;
  /** Seconds behind live; 0 at live and in replays. */
  readonly behind: number;
}

/** A change of the card on the scrubber. */
export interface Marker {
  readonly time: number;
  readonly title: string;
}

export interface Captions {
  readonly tracks: readonly { readonly index: number; readonly label: string }[];
  /** Index of the shown track, −1 for none. */
  readonly shown: number;
}

/** Play, sound, time line, captions, picture in picture, full screen. */
export class ControlsElement extends LitElement {
  static override readonly styles = [
    base,
    css`
      :host {
        display: block;
        color: var(--v-on-video);
        font-size: var(--v-text-sm);
        line-height: var(--v-leading-tight);
      }
      .buttons {
        display: flex;
        align-items: center;
        padding-inline: var(--v-space-1);
      }
      .space {
        flex: 1;
      }
      .icon {
        position: relative;
        display: grid;
        flex: none;
        place-items: center;
        inline-size: var(--v-target);
        block-size: var(--v-target);
        border-radius: var(--v-radius-full);
      }
      @media (hover: hover) {
        .icon:hover {
          background: rgb(255 255 255 / 16%);
        }
      }
      .icon select {
        position: absolute;
        inset: 0;
        opacity: 0;
      }
      .icon select option {
        color: #000;
        background: #fff;
      }
      .icon:focus-within:has(select:focus-visible) {
        box-shadow: var(--v-focus-ring);
      }
      .icon.on::after {
        position: absolute;
        inset-block-end: 6px;
        inline-size: 16px;
        block-size: 3px;
        border-radius: 2px;
        background: currentColor;
        content: '';
      }
      .time {
        padding-inline: var(--v-space-2);
        font-variant-numeric: tabular-nums;
        white-space: nowrap;
      }
      input.volume[type] {
        display: none;
        inline-size: 80px;
        margin-inline: var(--v-space-1) var(--v-space-2);
      }
      @container player (inline-size >= 640px) {
        input.volume[type] {
          display: block;
        }
      }

      /* The time line runs from left to right in every language. */
      .line {
        position: relative;
        block-size: 28px;
        margin-inline: var(--v-space-4);
        margin-block-end: -6px;
        direction: ltr;
      }
      .line.gone {
        visibility: hidden;
      }
      input[type='range'] {
        -webkit-appearance: none;
        appearance: none;
        inline-size: 100%;
        block-size: 28px;
        cursor: pointer;
      }
      input[type='range']:focus-visible {
        border-radius: var(--v-radius-sm);
      }
      input[type='range']::-webkit-slider-runnable-track {
        block-size: 4px;
        border-radius: 2px;
        background: linear-gradient(
          to right,
          var(--v-on-video) calc(var(--fill, 0) * 100%),
          rgb(255 255 255 / 38%) calc(var(--fill, 0) * 100%)
        );
      }
      input[type='range']::-moz-range-track {
        block-size: 4px;
        border-radius: 2px;
        background: rgb(255 255 255 / 38%);
      }
      input[type='range']::-moz-range-progress {
        block-size: 4px;
        border-radius: 2px;
        background: var(--v-on-video);
      }
      input[type='range']::-webkit-slider-thumb {
        -webkit-appearance: none;
        appearance: none;
        inline-size: 16px;
        block-size: 16px;
        margin-block-start: -6px;
        border-radius: 50%;
        background: var(--v-on-video);
        box-shadow: 0 1px 4px rgb(0 0 0 / 50%);
      }
      input[type='range']::-moz-range-thumb {
        inline-size: 16px;
        block-size: 16px;
        border: 0;
        border-radius: 50%;
        background: var(--v-on-video);
      }
      .marks {
        position: absolute;
        inset: 0 8px;
        pointer-events: none;
      }
      .mark {
        position: absolute;
        inset-block-start: 50%;
        left: calc(var(--at) * 100%);
        inline-size: 8px;
        block-size: 8px;
        border: 2px solid var(--v-on-video);
        border-radius: 50%;
        background: var(--v-accent);
        translate: -50% -50%;
      }
      .hint {
        position: absolute;
        inset-block-end: 100%;
        left: clamp(0px, calc(var(--at) * 100% - 110px), calc(100% - 220px));
        display: grid;
        inline-size: 220px;
        justify-items: center;
        pointer-events: none;
      }
      .hint span {
        max-inline-size: 100%;
        overflow: hidden;
        padding: 4px 10px;
        border-radius: var(--v-radius-sm);
        background: var(--v-scrim-strong);
        font-size: var(--v-text-xs);
        font-variant-numeric: tabular-nums;
        line-height: var(--v-leading);
        text-overflow: ellipsis;
        white-space: nowrap;
      }
    `,
  ];

  @property({ attribute: false }) locale!: Locale;
  @property({ attribute: false }) position!: Position;
  @property({ attribute: false }) markers: readonly Marker[] = [];
  @property({ attribute: false }) playing = false;
  @property({ attribute: false }) muted = true;
  @property({ attribute: false }) volume = 1;
  @property({ attribute: false }) captions: Captions = { tracks: [], shown: -1 };
  @property({ attribute: false }) fullscreen = false;
  @property({ attribute: false }) canPictureInPicture = false;

  /** Where a finger or pointer is on the time line, 0 to 1. */
  @state() private pointedAt: number | undefined;

  protected override render(): unknown {
    const { words } = this.locale;
    return html`<div part="controls">
      ${this.timeline()}
      <div class="buttons">
        ${this.button(this.playing ? words.pause : words.play, this.playing ? icons.pause : icons.play, {
          do: 'toggle-play',
        })}
        ${this.button(this.muted ? words.unmute : words.mute, this.muted ? icons.muted : icons.sound, {
          do: 'toggle-mute',
        })}
        ${this.volumeSlider()}
        <span class="time">${this.time()}</span>
        <span class="space"></span>
        ${this.captions.tracks.length > 0 ? this.captionsMenu() : nothing}
        ${
          this.canPictureInPicture
            ? this.button(words.pictureInPicture, icons.pictureInPicture, { do: 'picture-in-picture' })
            : nothing
        }
        ${this.button(
          this.fullscreen ? words.exitFullscreen : words.fullscreen,
          this.fullscreen ? icons.exitFullscreen : icons.fullscreen,
          { do: 'fullscreen' },
        )}
      </div>
    </div>`;
  }

  private button(label: string, icon: TemplateResult, wish: Wish): TemplateResult {
    return html`<button class="icon" aria-label=${label} title=${label} @click=${() => this.wish(wish)}>
      ${icon}
    </button>`;
  }

  private volumeSlider(): TemplateResult {
    const level = this.muted ? 0 : this.volume;
    return html`<input
      class="volume"
      type="range"
      min="0"
      max="1"
      step="0.05"
      aria-label=${this.locale.words.volume}
      aria-valuetext="${Math.round(level * 100)}%"
      .value=${`${level}`}
      data-vars=${cssVars({ '--fill': level })}
      @input=${(event: Event) => this.wish({ do: 'volume', to: Number((event.target as HTMLInputElement).value) })}
    />`;
  }

  /** Nothing to say at live: the badge says it. */
  private time(): string {
    const { time, seekable, live, behind } = this.position;
    if (!seekable) {
      return '';
    }
    if (live) {
      return behind > 0 ? `−${formatClock(behind)}` : '';
    }
    return `${formatClock(time - seekable.start)} / ${formatClock(seekable.end - seekable.start)}`;
  }

  private timeline(): TemplateResult {
    const { words } = this.locale;
    const { time, seekable, live, behind } = this.position;
    // A few seconds of window are not worth a time line: it would only be nervous.
    if (!seekable || seekable.end - seekable.start < 8) {
      return html`<div class="line gone"></div>`;
    }
    const length = seekable.end - seekable.start;
    const at = live && behind === 0 ? 1 : clamp((time - seekable.start) / length);
    const spoken = live
      ? behind > 0
        ? words.behind(formatClock(behind))
        : words.atLive
      : words.position(formatClock(time - seekable.start), formatClock(length));
    return html`<div
      class="line"
      @pointermove=${this.point}
      @pointerdown=${this.point}
      @pointerleave=${() => (this.pointedAt = undefined)}
    >
      <input
        type="range"
        min=${seekable.start.toFixed(2)}
        max=${seekable.end.toFixed(2)}
        step="0.1"
        aria-label=${words.timeline}
        aria-valuetext=${spoken}
        .value=${`${seekable.start + at * length}`}
        data-vars=${cssVars({ '--fill': at })}
        @input=${(event: Event) => this.wish({ do: 'seek', to: Number((event.target as HTMLInputElement).value) })}
        @keydown=${this.onKey}
      />
      <div class="marks">
        ${this.markers
          .map((marker) => (marker.time - seekable.start) / length)
          .filter((place) => place >= 0 && place <= 1)
          .map((place) => html`<span class="mark" data-vars=${cssVars({ '--at': place })}></span>`)}
      </div>
      ${this.pointedAt === undefined ? nothing : this.hint(this.pointedAt, seekable)}
    </div>`;
  }

  /** What was on the card at that place, and when that was. */
  private hint(at: number, { start, end }: Stretch): TemplateResult {
    const time = start + at * (end - start);
    const shown = this.markers.findLast((marker) => marker.time <= time + 1);
    const clock = this.position.live ? `−${formatClock(end - time)}` : formatClock(time - start);
    return html`<span class="hint" data-vars=${cssVars({ '--at': at })}
      ><span>${clock}${shown ? html` · <bdi>${shown.title}</bdi>` : nothing}</span></span
    >`;
  }

  private readonly point = (event: PointerEvent): void => {
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
    this.pointedAt = clamp((event.clientX - box.left - 8) / (box.width - 16));
  };

  /** Five seconds a key press, as everywhere; the browser's own step would be a tenth. */
  private onKey(event: KeyboardEvent): void {
    const step = { ArrowLeft: -5, ArrowDown: -5, ArrowRight: 5, ArrowUp: 5, PageDown: -30, PageUp: 30 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      event.stopPropagation();
      this.wish({ do: 'seek', to: this.position.time + step });
    }
  }

  private captionsMenu(): TemplateResult {
    const { words } = this.locale;
    const { tracks, shown } = this.captions;
    return html`<span class="icon ${shown >= 0 ? 'on' : ''}" title=${words.captions}>
      ${icons.captions}
      <select
        aria-label=${words.captions}
        .value=${`${shown}`}
        @change=${(event: Event) =>
          this.wish({ do: 'captions', track: Number((event.target as HTMLSelectElement).value) })}
      >
        <option value="-1" ?selected=${shown < 0}>${words.captionsOff}</option>
        ${tracks.map(({ index, label }) => html`<option value=${index} ?selected=${index === shown}>${label}</option>`)}
      </select>
    </span>`;
  }

  private wish(wish: Wish): void {
    this.dispatchEvent(new WishEvent(wish));
  }
}

function clamp(value: number): number {
  return Math.min(1, Math.max(0, value));
}
