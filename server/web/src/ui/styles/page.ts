import { css } from 'lit';

/** The pages that are not the control room: a heading, its actions, a column of content. */
export const page = css`
  :host {
    display: block;
    max-inline-size: 1120px;
    margin-inline: auto;
    padding: var(--v-space-8) var(--v-space-6) var(--v-space-16);
  }
  .head {
    display: flex;
    flex-wrap: wrap;
    align-items: flex-end;
    justify-content: space-between;
    gap: var(--v-space-4);
    margin-block-end: var(--v-space-6);
  }
  .head .words {
    display: grid;
    gap: var(--v-space-1);
    max-inline-size: 62ch;
  }
  .head .words p {
    color: var(--v-text-dim);
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: var(--v-space-2);
  }
  .back {
    display: inline-flex;
    align-items: center;
    gap: var(--v-space-1);
    min-block-size: var(--v-target);
    color: var(--v-text-dim);
    text-decoration: none;
  }
  .back:hover {
    color: var(--v-text);
  }
  @media (max-width: 700px) {
    :host {
      padding: var(--v-space-4) var(--v-space-4) var(--v-space-12);
    }
  }
`;
