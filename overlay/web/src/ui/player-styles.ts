import { css } from 'lit';

/** The arrangement of the parts. `data-layout` is chosen in layout.ts; the fine sizes are container queries. */
export const playerStyles = css`
  :host {
    position: relative;
    display: block;
    inline-size: 100%;
    aspect-ratio: 16 / 9;
    contain: content;
    overflow: hidden;
    border-radius: var(--vitrine-frame-radius, 0);
    background: var(--v-stage);
    color: var(--v-text);
    font-family: var(--v-font);
    font-size: var(--v-text-md);
    line-height: var(--v-leading);
    -webkit-font-smoothing: antialiased;
    -webkit-text-size-adjust: 100%;
    text-size-adjust: 100%;
  }
  :host([hidden]) {
    display: none;
  }
  :host(:fullscreen),
  :host([data-fills-window]) {
    inline-size: 100%;
    block-size: 100%;
    border-radius: 0;
    aspect-ratio: auto;
  }
  /* iPhones put only <video> into full screen, and then no card is seen: the element fills the window instead. */
  :host([data-fills-window]) {
    position: fixed;
    inset: 0;
    z-index: 2147483647;
  }

  .frame {
    container: player / size;
    position: relative;
    inline-size: 100%;
    block-size: 100%;
  }
  .layout {
    position: relative;
    display: grid;
    grid-template: 'stage' minmax(0, 1fr) / minmax(0, 1fr);
    inline-size: 100%;
    block-size: 100%;
    overflow: hidden;
  }
  .stage {
    position: relative;
    grid-area: stage;
    min-inline-size: 0;
    min-block-size: 0;
    overflow: hidden;
    background: var(--v-stage);
    color: var(--v-on-video);
  }
  video {
    display: block;
    inline-size: 100%;
    block-size: 100%;
    object-fit: contain;
  }
  [data-layout='sheet'] video.tall,
  [data-layout='mini'] video.tall {
    object-fit: cover;
  }
  video::cue {
    background: var(--v-scrim-strong);
    font-family: var(--v-font);
    line-height: 1.5;
  }

  .shade {
    position: absolute;
    inset-inline: 0;
    pointer-events: none;
    transition: opacity var(--v-in) linear;
  }
  .shade.top {
    inset-block-start: 0;
    block-size: 96px;
    background: linear-gradient(rgb(0 0 0 / 56%), transparent);
  }
  .shade.bottom {
    inset-block-end: 0;
    block-size: 160px;
    background: linear-gradient(transparent, rgb(0 0 0 / 76%));
  }

  .bar {
    position: absolute;
    z-index: 3;
    inset-block-start: 0;
    inset-inline: 0;
    display: flex;
    gap: var(--v-space-2);
    align-items: center;
    min-block-size: 56px;
    padding: 6px var(--v-space-3);
    padding-block-start: calc(6px + env(safe-area-inset-top, 0px));
    pointer-events: none;
  }
  .bar > * {
    pointer-events: auto;
  }
  .badge {
    display: inline-flex;
    flex: none;
    gap: 6px;
    align-items: center;
    block-size: 28px;
    padding-inline: 10px;
    border-radius: 7px;
    background: var(--v-live);
    color: var(--v-on-live);
    font-size: var(--v-text-sm);
    font-weight: var(--v-weight-bold);
    line-height: 1;
    white-space: nowrap;
  }
  .badge::before {
    inline-size: 7px;
    block-size: 7px;
    border-radius: 50%;
    background: currentColor;
    content: '';
  }
  .go-live {
    display: inline-flex;
    flex: none;
    align-items: center;
    min-block-size: var(--v-target);
    border-radius: var(--v-radius-sm);
  }
  .go-live .badge {
    background: var(--v-scrim-strong);
    color: var(--v-on-video);
    font-variant-numeric: tabular-nums;
  }
  .go-live .badge::before {
    border-radius: 0;
    inline-size: 8px;
    block-size: 10px;
    clip-path: polygon(0 0, 100% 50%, 0 100%);
  }
  .heading {
    min-inline-size: 0;
    overflow: hidden;
    font-size: var(--v-text-md);
    font-weight: var(--v-weight-medium);
    text-overflow: ellipsis;
    text-shadow: 0 1px 3px rgb(0 0 0 / 70%);
    white-space: nowrap;
  }

  /* On a narrow screen the offer of sound goes first; the name comes when it is taken. */
  @container player (inline-size < 480px) {
    .bar:has(.sound) .heading {
      display: none;
    }
  }

  .round {
    position: relative;
    display: grid;
    place-items: center;
    inline-size: 48px;
    block-size: 48px;
    border-radius: 50%;
    background: var(--v-scrim);
    color: var(--v-on-video);
    transition: background var(--v-out) linear;
  }
  .round:hover {
    background: var(--v-scrim-strong);
  }
  .big {
    position: absolute;
    z-index: 2;
    inset: 0;
    inline-size: 72px;
    block-size: 72px;
    margin: auto;
  }
  .big svg {
    inline-size: 36px;
    block-size: 36px;
  }
  .bag {
    position: absolute;
    z-index: 4;
    inset-block-end: calc(84px + env(safe-area-inset-bottom, 0px));
    inset-inline-end: var(--v-space-3);
  }
  .count {
    position: absolute;
    inset-block-start: -3px;
    inset-inline-end: -3px;
    min-inline-size: 20px;
    padding-inline: 5px;
    border-radius: var(--v-radius-full);
    background: var(--v-accent);
    color: var(--v-on-accent);
    font-size: var(--v-text-xs);
    font-weight: var(--v-weight-bold);
    font-variant-numeric: tabular-nums;
    line-height: 20px;
    text-align: center;
  }
  .sound {
    display: inline-flex;
    flex: none;
    gap: var(--v-space-2);
    align-items: center;
    min-block-size: var(--v-target);
    margin-inline-start: auto;
    padding-inline: var(--v-space-3) var(--v-space-4);
    border-radius: var(--v-radius-full);
    background: #fff;
    color: #101114;
    font-size: var(--v-text-sm);
    font-weight: var(--v-weight-bold);
    white-space: nowrap;
  }
  .sound svg {
    inline-size: 20px;
    block-size: 20px;
  }

  vitrine-controls {
    position: absolute;
    z-index: 3;
    inset-block-end: 0;
    inset-inline: 0;
    padding-block-end: calc(4px + env(safe-area-inset-bottom, 0px));
    transition:
      opacity var(--v-in) linear,
      visibility 0s;
  }
  .layout:not([data-active]) vitrine-controls {
    visibility: hidden;
    opacity: 0;
    transition-delay: 0s, var(--v-in);
  }
  .layout:not([data-active]) .shade {
    opacity: 0;
  }
  .layout:not([data-active]) .stage {
    cursor: none;
  }
  vitrine-curtain {
    position: absolute;
    z-index: 2;
    inset: 0;
  }
  vitrine-curtain[data-reason='onair'] {
    display: none;
  }

  vitrine-card {
    z-index: 4;
    grid-area: stage;
    align-self: end;
    justify-self: start;
    inline-size: min(312px, 100cqi - 84px);
    margin: var(--v-space-3);
    margin-block-end: calc(84px + env(safe-area-inset-bottom, 0px));
  }
  vitrine-tray {
    z-index: 6;
    visibility: hidden;
  }
  [data-shop] vitrine-tray {
    visibility: visible;
  }

  /* A sheet over the picture, whose top stays in sight. */
  [data-layout='sheet'] vitrine-tray,
  [data-layout='mini'] vitrine-tray {
    position: absolute;
    inset-block-end: 0;
    inset-inline: 0;
    block-size: max(60%, min(100% - 56px, 440px));
    overflow: hidden;
    border-start-start-radius: var(--v-radius-lg);
    border-start-end-radius: var(--v-radius-lg);
    box-shadow: var(--v-shadow);
    translate: 0 100%;
    transition:
      translate var(--v-out) var(--v-ease-out),
      visibility 0s var(--v-out);
  }
  [data-layout='sheet'][data-shop] vitrine-tray,
  [data-layout='mini'][data-shop] vitrine-tray {
    translate: 0 0;
    transition: translate var(--v-in) var(--v-ease-in);
  }
  [data-layout='mini'] vitrine-tray {
    block-size: 100%;
    border-radius: 0;
  }
  .veil {
    position: absolute;
    z-index: 5;
    inset: 0;
    background: rgb(0 0 0 / 40%);
    opacity: 0;
    pointer-events: none;
    transition: opacity var(--v-out) linear;
  }
  [data-layout='sheet'][data-shop] .veil,
  [data-layout='drawer'][data-shop] .veil {
    opacity: 1;
    pointer-events: auto;
  }

  [data-layout='drawer'] vitrine-tray {
    position: absolute;
    inset-block: 0;
    inset-inline-end: 0;
    inline-size: min(340px, 50cqi);
    overflow: hidden;
    translate: 100% 0;
    transition:
      translate var(--v-out) var(--v-ease-out),
      visibility 0s var(--v-out);
  }
  [data-layout='drawer'][data-rtl] vitrine-tray {
    translate: -100% 0;
  }
  [data-layout='drawer'][data-shop] vitrine-tray {
    translate: 0 0;
    transition: translate var(--v-in) var(--v-ease-in);
  }

  [data-layout='column'][data-shop] {
    grid-template: 'stage shop' minmax(0, 1fr) / minmax(0, 1fr) 360px;
  }
  [data-layout='column'] vitrine-tray,
  [data-layout='stacked'] vitrine-tray {
    grid-area: shop;
  }
  [data-layout='column']:not([data-shop]) vitrine-tray {
    display: none;
  }
  [data-layout='column'] vitrine-tray {
    border-inline-start: 1px solid var(--v-line);
  }
  [data-layout='column'] vitrine-card {
    --card-thumb: 72px;
    inline-size: 344px;
    margin: var(--v-space-4);
    margin-block-end: 88px;
  }
  [data-layout='column'][data-shop] .bag {
    display: none;
  }

  /* The picture on top, the card docked under it, the shop below. */
  [data-layout='stacked'] {
    grid-template: 'stage' auto 'dock' auto 'shop' minmax(0, 1fr) / minmax(0, 1fr);
    background: var(--v-surface);
  }
  [data-layout='stacked'] .stage {
    aspect-ratio: var(--picture, 16 / 9);
    padding-block-start: env(safe-area-inset-top, 0px);
    box-sizing: content-box;
  }
  [data-layout='stacked'] vitrine-card {
    --card-thumb: 64px;
    --card-surface: var(--v-surface-raised);
    --v-thumb: var(--v-surface-sunken);
    grid-area: dock;
    inline-size: auto;
    justify-self: stretch;
    margin: var(--v-space-3) var(--v-space-3) var(--v-space-2);
  }
  [data-layout='stacked'] .bag {
    display: none;
  }

  [data-layout='mini'] vitrine-card,
  [data-layout='mini'] .bar,
  [data-layout='mini'] .shade {
    display: none;
  }
  [data-layout='mini'] vitrine-controls {
    display: none;
  }
  [data-layout='mini'] .bag {
    inset-block-end: var(--v-space-2);
    inset-inline-end: var(--v-space-2);
  }
  @container player (block-size < 300px) {
    [data-layout='sheet'] vitrine-card,
    [data-layout='drawer'] vitrine-card,
    [data-layout='sheet'] .bag,
    [data-layout='drawer'] .bag {
      margin-block-end: var(--v-space-3);
    }
    [data-layout='sheet'] .bag,
    [data-layout='drawer'] .bag {
      inset-block-end: calc(84px - var(--v-space-3));
    }
  }
`;
