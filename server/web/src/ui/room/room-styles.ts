import { css } from 'lit';

export const roomStyles = css`
  :host {
    display: grid;
    grid-template-rows: auto auto minmax(0, 1fr);
    block-size: 100dvh;
  }
  .wait {
    display: grid;
    place-items: center;
    color: var(--v-text-dim);
  }
  .zones {
    display: grid;
    grid-template:
      'list stage log' minmax(0, 1fr)
      'list actions log' auto
      / minmax(340px, 30%) minmax(0, 1fr) minmax(250px, 22%);
    gap: var(--v-space-4) var(--v-space-5);
    min-block-size: 0;
    padding: var(--v-space-4) var(--v-space-5) var(--v-space-5);
  }
  vc-run-of-show {
    grid-area: list;
  }
  vc-cue-log {
    grid-area: log;
    padding-inline-start: var(--v-space-5);
    border-inline-start: 1px solid var(--v-line);
  }
  .stage {
    grid-area: stage;
    display: grid;
    align-content: start;
    gap: var(--v-space-3);
    min-inline-size: 0;
    min-block-size: 0;
    overflow: auto;
    padding: 4px;
    margin: -4px;
    scrollbar-width: thin;
    scrollbar-color: var(--v-line-strong) transparent;
  }
  .picture {
    position: relative;
    inline-size: min(100%, calc((100dvh - 450px) * 16 / 9));
    min-inline-size: min(100%, 400px);
    justify-self: center;
  }
  .hold-note {
    position: absolute;
    inset-block-start: var(--v-space-3);
    inset-inline: var(--v-space-3);
    display: flex;
    align-items: center;
    gap: var(--v-space-3);
    padding: var(--v-space-2) var(--v-space-3);
    border-radius: var(--v-radius-sm);
    background: var(--v-scrim-strong);
    color: var(--v-on-video);
    --v-warning: #f5b84b;
  }
  .pin-at {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--v-space-1) var(--v-space-3);
  }
  .switch {
    display: inline-flex;
    padding: 2px;
    border: 1px solid var(--v-line-strong);
    border-radius: var(--v-radius-sm);
  }
  .switch button {
    min-block-size: 40px;
    padding-block: 0;
    border: 0;
    border-radius: 6px;
    color: var(--v-text-dim);
  }
  .switch [aria-pressed='true'] {
    background: var(--v-press);
    color: var(--v-text);
  }
  .why {
    order: 1;
    inline-size: 100%;
  }
  .waiting {
    color: var(--v-warning);
  }
  .help {
    margin-inline-start: auto;
    color: var(--v-text-dim);
  }
  .actions {
    grid-area: actions;
    display: grid;
    grid-template-columns: auto auto minmax(0, 1fr);
    gap: var(--v-space-2);
  }
  .actions button {
    min-block-size: 64px;
  }
  .next {
    justify-content: flex-start;
    padding-inline: var(--v-space-5);
  }
  .next .words {
    display: grid;
    flex: 1;
    min-inline-size: 0;
    text-align: start;
  }
  .next .word {
    font-size: var(--v-text-lg);
    font-weight: var(--v-weight-bold);
  }
  .next .title {
    overflow: hidden;
    font-size: var(--v-text-sm);
    font-weight: var(--v-weight-normal);
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .previous,
  .undo {
    display: grid;
    justify-items: center;
    align-content: center;
    gap: 4px;
    padding-inline: var(--v-space-3);
    font-size: var(--v-text-sm);
    line-height: 1.3;
    white-space: nowrap;
  }
  .tabs {
    display: none;
  }
  .failure {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--v-space-2) var(--v-space-3);
    padding: var(--v-space-2) var(--v-space-5);
    border-block-end: 1px solid var(--v-danger);
    background: color-mix(in srgb, var(--v-danger) 14%, var(--v-surface));
  }
  .failure svg {
    color: var(--v-danger);
  }
  .failure p {
    flex: 1 1 280px;
  }

  @media (max-width: 1179px) {
    .zones {
      grid-template:
        'stage list' minmax(0, 1fr)
        'actions list' auto
        'log list' minmax(120px, 26%)
        / minmax(0, 1fr) minmax(330px, 42%);
    }
    vc-cue-log {
      padding: 0;
      border: 0;
    }
    .actions {
      grid-template-columns: 1fr 1fr;
    }
    .next {
      grid-column: 1 / -1;
      order: -1;
    }
  }
  /* A phone on its side: the page scrolls, and what comes next stays on top. */
  @media (min-width: 701px) and (max-height: 600px) {
    :host {
      grid-template-rows: auto auto auto;
      block-size: auto;
      min-block-size: 100dvh;
    }
    .zones {
      grid-template:
        'actions list' auto
        'stage list' auto
        'log list' 1fr
        / minmax(0, 1fr) minmax(330px, 42%);
    }
    .stage {
      overflow: visible;
    }
    .actions {
      position: sticky;
      z-index: 3;
      inset-block-start: 0;
      padding-block: var(--v-space-2);
      background: var(--v-bg);
    }
    .actions button {
      min-block-size: 48px;
    }
    vc-cue-log {
      padding: 0;
      border: 0;
    }
  }
  @media (max-width: 700px) {
    :host {
      display: block;
      block-size: auto;
      padding-block-end: calc(72px + env(safe-area-inset-bottom));
    }
    vc-status-bar {
      position: sticky;
      inset-block-start: 0;
      z-index: 4;
    }
    .zones {
      grid-template: none;
      grid-template-columns: minmax(0, 1fr);
      gap: var(--v-space-3);
      padding: var(--v-space-3);
    }
    .zones > * {
      grid-area: auto;
    }
    .picture {
      inline-size: 100%;
    }
    .pin-at .faint,
    .help {
      display: none;
    }
    .tabs {
      display: grid;
      grid-template-columns: 1fr 1fr;
      gap: var(--v-space-1);
      border-block-end: 1px solid var(--v-line);
    }
    .tabs button {
      border: 0;
      border-radius: 0;
      color: var(--v-text-dim);
    }
    .tabs [aria-pressed='true'] {
      box-shadow: inset 0 -3px 0 var(--v-accent);
      color: var(--v-text);
    }
    .zones.list vc-cue-log,
    .zones.log vc-run-of-show {
      display: none;
    }
    .actions {
      position: fixed;
      z-index: 5;
      inset-inline: 0;
      inset-block-end: 0;
      grid-template-columns: 72px 72px minmax(0, 1fr);
      padding: var(--v-space-2) var(--v-space-3);
      padding-block-end: max(var(--v-space-2), env(safe-area-inset-bottom));
      border-block-start: 1px solid var(--v-line);
      background: var(--v-surface);
    }
    .actions button {
      min-block-size: 56px;
      padding-inline: var(--v-space-2);
    }
    .previous,
    .undo {
      gap: 2px;
      font-size: var(--v-text-xs);
    }
    .actions .next {
      grid-column: auto;
      order: 0;
      padding-inline: var(--v-space-4);
    }
  }
`;
