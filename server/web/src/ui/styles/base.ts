import { css } from 'lit';

/** What every component starts from: boxes, type, focus. Tokens come from the document. */
export const base = css`
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  :host {
    color: var(--v-text);
    font-family: var(--v-font);
    font-size: var(--v-text-md);
    line-height: var(--v-leading);
  }
  :host([hidden]),
  [hidden] {
    display: none !important;
  }
  h1,
  h2,
  h3,
  p,
  ul,
  ol,
  dl,
  dd,
  figure {
    margin: 0;
    padding: 0;
  }
  ul,
  ol {
    list-style: none;
  }
  h1 {
    font-size: var(--v-text-2xl);
    font-weight: var(--v-weight-bold);
    letter-spacing: -0.015em;
    line-height: var(--v-leading);
  }
  h2 {
    font-size: var(--v-text-lg);
    font-weight: var(--v-weight-bold);
  }
  .zone-title {
    color: var(--v-text-dim);
    font-size: var(--v-text-sm);
    font-weight: var(--v-weight-medium);
  }
  .dim {
    color: var(--v-text-dim);
  }
  .faint {
    color: var(--v-text-faint);
  }
  .small {
    font-size: var(--v-text-sm);
  }
  .number,
  .clock {
    font-variant-numeric: tabular-nums;
  }
  .mono,
  input.mono {
    font-family: var(--v-font-mono);
    font-size: 0.93em;
  }
  .panel {
    background: var(--v-surface);
    border: 1px solid var(--v-line);
    border-radius: var(--v-radius);
  }
  .visually-hidden {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  a {
    color: var(--v-info);
    text-underline-offset: 3px;
  }
  :focus {
    outline: none;
  }
  :focus-visible {
    outline: none;
    box-shadow: var(--v-focus-ring);
    border-radius: var(--v-radius-sm);
    position: relative;
    z-index: 1;
  }
  svg {
    flex: none;
    display: block;
  }
  kbd {
    display: inline-grid;
    place-items: center;
    min-inline-size: 22px;
    block-size: 22px;
    padding-inline: 6px;
    border: 1px solid currentcolor;
    border-radius: 6px;
    font: inherit;
    font-size: var(--v-text-2xs);
    font-weight: var(--v-weight-medium);
    line-height: 1;
  }
  /* The key beside an action's name; a phone has no keys. */
  @media (max-width: 700px) {
    kbd.key {
      display: none;
    }
  }
`;
