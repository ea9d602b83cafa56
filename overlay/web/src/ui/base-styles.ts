import { css, unsafeCSS } from 'lit';
import tokenSheet from '../tokens.css?inline';

/** For the outermost element only: what is inside inherits. */
export const tokens = unsafeCSS(tokenSheet);

export const base = css`
  *,
  ::before,
  ::after {
    box-sizing: border-box;
  }
  [hidden] {
    display: none !important;
  }
  button,
  input,
  select {
    margin: 0;
    padding: 0;
    border: 0;
    background: none;
    color: inherit;
    font: inherit;
    letter-spacing: inherit;
    text-align: inherit;
  }
  button,
  select,
  a {
    cursor: pointer;
    -webkit-tap-highlight-color: transparent;
    touch-action: manipulation;
  }
  h2,
  h3,
  p,
  ul,
  ol {
    margin: 0;
    padding: 0;
    font: inherit;
    list-style: none;
  }
  img,
  svg {
    display: block;
    max-inline-size: 100%;
  }
  :focus {
    outline: none;
  }
  :focus-visible {
    /* The outline is for forced colours, which paint no shadows. */
    outline: 2px solid transparent;
    box-shadow: var(--v-focus-ring);
  }
  .sr {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  .cta {
    display: inline-grid;
    place-items: center;
    min-inline-size: 64px;
    min-block-size: var(--v-target);
    padding-inline: var(--v-space-4);
    border-radius: var(--v-radius-full);
    background: var(--v-accent);
    color: var(--v-on-accent);
    font-size: var(--v-text-md);
    font-weight: var(--v-weight-bold);
    line-height: var(--v-leading-tight);
    text-align: center;
    text-decoration: none;
    white-space: nowrap;
    transition: filter var(--v-out) linear;
  }
  .cta:active {
    filter: brightness(0.88);
  }
  @media (hover: hover) {
    .cta:hover {
      filter: brightness(1.1);
    }
  }
  .cta.off {
    background: var(--v-press);
    color: var(--v-text-dim);
    cursor: default;
    filter: none;
  }

  .thumb {
    position: relative;
    display: grid;
    flex: none;
    place-items: center;
    overflow: hidden;
    border-radius: var(--v-radius-sm);
    background: var(--v-thumb, var(--v-surface-raised));
    color: var(--v-text-faint);
  }
  .thumb img {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    object-fit: cover;
  }
  .sold .thumb img {
    filter: grayscale(1) contrast(0.6) brightness(1.1);
  }

  .title {
    display: -webkit-box;
    overflow: hidden;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
    overflow-wrap: anywhere;
    line-height: var(--v-leading);
  }
  .prices {
    display: flex;
    flex-wrap: wrap;
    gap: 0 var(--v-space-2);
    align-items: baseline;
    overflow: hidden;
    font-variant-numeric: tabular-nums;
    line-height: 22px;
  }
  .price {
    font-size: var(--v-text-lg);
    font-weight: var(--v-weight-bold);
    white-space: nowrap;
  }
  .was {
    color: var(--v-text-dim);
    font-size: var(--v-text-xs);
    text-decoration: line-through;
    white-space: nowrap;
  }
`;
