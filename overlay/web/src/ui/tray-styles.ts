import { css } from 'lit';

/** The shop: its head, its rows, and one product in full. */
export const trayStyles = css`
  :host {
    display: block;
    min-block-size: 0;
    min-inline-size: 0;
    color: var(--v-text);
  }
  .tray {
    display: grid;
    grid-template-rows: auto minmax(0, 1fr) auto;
    block-size: 100%;
    background: var(--v-surface);
  }
  .head {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: var(--v-space-2) var(--v-space-1);
    align-items: center;
    padding: var(--v-space-2) var(--v-space-4) var(--v-space-3);
  }
  .head > div {
    display: grid;
    align-content: center;
    min-inline-size: 0;
    min-block-size: var(--v-target);
  }
  .head .brand {
    font-size: var(--v-text-xs);
  }
  .head h2 {
    overflow: hidden;
    font-size: var(--v-text-lg);
    font-weight: var(--v-weight-bold);
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .icon {
    display: grid;
    flex: none;
    place-items: center;
    inline-size: var(--v-target);
    block-size: var(--v-target);
    border-radius: var(--v-radius-full);
    color: var(--v-text-dim);
  }
  .icon:hover {
    background: var(--v-hover);
    color: var(--v-text);
  }
  .head .icon {
    margin-inline-end: calc(-1 * var(--v-space-2));
  }
  .head .back {
    margin-inline: calc(-1 * var(--v-space-3)) 0;
  }
  :dir(rtl) .back svg,
  .rtl .back svg {
    scale: -1 1;
  }

  .search {
    display: flex;
    grid-column: 1 / -1;
    gap: var(--v-space-2);
    align-items: center;
    border-radius: var(--v-radius-full);
    background: var(--v-surface-sunken);
    padding-inline: var(--v-space-3) 0;
    color: var(--v-text-dim);
  }
  .search:focus-within {
    box-shadow: 0 0 0 2px var(--v-text);
  }
  .search svg {
    flex: none;
    inline-size: 20px;
    block-size: 20px;
  }
  .search input {
    flex: 1;
    min-inline-size: 0;
    min-block-size: var(--v-target);
    /* 16 px: iPhones zoom into anything smaller. */
    font-size: 16px;
    color: var(--v-text);
    -webkit-appearance: none;
    appearance: none;
  }
  .search input::-webkit-search-cancel-button {
    display: none;
  }
  .search input:focus-visible {
    box-shadow: none;
  }
  .search input::placeholder {
    color: var(--v-text-faint);
    opacity: 1;
  }

  .scroll {
    overflow-y: auto;
    overscroll-behavior: contain;
    padding: 0 var(--v-space-2) calc(var(--v-space-4) + env(safe-area-inset-bottom, 0px));
    scrollbar-color: var(--v-line-strong) transparent;
    scrollbar-width: thin;
  }
  h3 {
    position: sticky;
    inset-block-start: 0;
    z-index: 1;
    padding: var(--v-space-2);
    background: var(--v-surface);
    color: var(--v-text-dim);
    font-size: var(--v-text-xs);
    font-weight: var(--v-weight-bold);
    line-height: var(--v-leading);
  }
  section + section {
    margin-block-start: var(--v-space-2);
  }
  li {
    display: flex;
    gap: var(--v-space-3);
    align-items: center;
    padding: var(--v-space-2);
    border-radius: calc(var(--v-radius-sm) + var(--v-space-2));
  }
  li.pinned {
    --v-thumb: var(--v-surface-sunken);

    background: var(--v-surface-raised);
    box-shadow: inset 0 0 0 1px var(--v-line);
  }
  .open {
    display: flex;
    flex: 1;
    gap: var(--v-space-3);
    align-items: center;
    min-inline-size: 0;
    border-radius: var(--v-radius-sm);
  }
  .thumb {
    inline-size: 72px;
    block-size: 72px;
  }
  .text {
    display: grid;
    flex: 1;
    gap: 2px;
    min-inline-size: 0;
  }
  .title {
    font-size: var(--v-text-md);
    font-weight: var(--v-weight-medium);
  }
  .price {
    font-size: var(--v-text-md);
  }
  .meta {
    display: flex;
    flex-wrap: wrap;
    gap: 2px var(--v-space-2);
    font-size: var(--v-text-xs);
    line-height: 18px;
    font-variant-numeric: tabular-nums;
  }
  .number {
    position: absolute;
    z-index: 1;
    inset-block-start: 4px;
    inset-inline-start: 4px;
    min-inline-size: 20px;
    padding-inline: 5px;
    border-radius: var(--v-radius-full);
    background: var(--v-scrim-strong);
    color: var(--v-on-video);
    font-size: var(--v-text-2xs);
    font-weight: var(--v-weight-bold);
    font-variant-numeric: tabular-nums;
    line-height: 20px;
    text-align: center;
  }
  .numbered {
    position: relative;
    flex: none;
  }
  .low {
    color: var(--v-warning);
    font-weight: var(--v-weight-medium);
  }
  .later,
  .code {
    color: var(--v-text-dim);
  }
  .off-price {
    color: var(--v-positive);
    font-weight: var(--v-weight-bold);
  }
  .ends {
    color: var(--v-text);
    font-weight: var(--v-weight-bold);
  }

  .quiet {
    display: grid;
    gap: var(--v-space-3);
    justify-items: center;
    padding: var(--v-space-8) var(--v-space-6);
    color: var(--v-text-dim);
    font-size: var(--v-text-md);
    line-height: var(--v-leading);
    text-align: center;
  }
  .quiet strong {
    color: var(--v-text);
    font-weight: var(--v-weight-medium);
  }
  .quiet svg {
    inline-size: 32px;
    block-size: 32px;
    color: var(--v-text-faint);
  }
  .plain {
    min-block-size: var(--v-target);
    padding-inline: var(--v-space-5);
    border-radius: var(--v-radius-full);
    box-shadow: inset 0 0 0 1px var(--v-line-strong);
    color: var(--v-text);
    font-weight: var(--v-weight-medium);
  }
  .plain:hover {
    background: var(--v-hover);
  }
  .plain:focus-visible {
    box-shadow: var(--v-focus-ring);
  }
  .bone {
    border-radius: 6px;
    background: var(--v-hover);
  }
  .bone.line {
    block-size: 14px;
  }
  .bone.short {
    inline-size: 45%;
  }

  .gallery {
    display: flex;
    gap: var(--v-space-2);
    overflow-x: auto;
    padding: 0 var(--v-space-2);
    scroll-snap-type: x mandatory;
    scrollbar-width: none;
  }
  .gallery .thumb {
    flex: 0 0 100%;
    inline-size: 100%;
    block-size: auto;
    aspect-ratio: 1;
    max-block-size: min(340px, 46cqb);
    border-radius: var(--v-radius);
    scroll-snap-align: center;
  }
  .gallery.many .thumb {
    flex-basis: 88%;
  }
  /* Over the picture there is little height: small squares side by side, and the name stays in sight. */
  .modal .gallery .thumb {
    flex: 0 0 auto;
    inline-size: auto;
    block-size: clamp(96px, 24cqb, 240px);
  }
  .gallery .thumb > svg {
    inline-size: 56px;
    block-size: 56px;
  }
  .full {
    display: grid;
    gap: var(--v-space-3);
    padding: var(--v-space-4) var(--v-space-2) 0;
  }
  .full h2 {
    font-size: var(--v-text-xl);
    font-weight: var(--v-weight-bold);
    line-height: var(--v-leading);
    overflow-wrap: anywhere;
  }
  .full .price {
    font-size: var(--v-text-xl);
  }
  .full .prices {
    line-height: 28px;
  }
  .full .was {
    font-size: var(--v-text-md);
  }
  .full .meta {
    font-size: var(--v-text-sm);
  }
  .brand {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    color: var(--v-text-dim);
    font-size: var(--v-text-sm);
  }
  .options {
    display: flex;
    flex-wrap: wrap;
    gap: var(--v-space-2);
  }
  .options span {
    padding: 4px var(--v-space-3);
    border-radius: var(--v-radius-full);
    background: var(--v-surface-raised);
    font-size: var(--v-text-sm);
    line-height: 20px;
  }
  .description {
    color: var(--v-text-dim);
    font-size: var(--v-text-md);
    line-height: 1.6;
    overflow-wrap: anywhere;
    white-space: pre-line;
  }
  .foot {
    display: grid;
    padding: var(--v-space-3) var(--v-space-4) calc(var(--v-space-4) + env(safe-area-inset-bottom, 0px));
    border-block-start: 1px solid var(--v-line);
  }
  .foot .cta {
    min-block-size: 48px;
    font-size: var(--v-text-lg);
  }
`;
