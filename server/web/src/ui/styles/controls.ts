import { css } from 'lit';

/** Buttons and fields. Every target is at least 44 px; the next action is filled, all others are quiet. */
export const controls = css`
  button,
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: var(--v-space-2);
    min-block-size: var(--v-target);
    min-inline-size: var(--v-target);
    padding: var(--v-space-2) var(--v-space-4);
    border: 1px solid var(--v-line-strong);
    border-radius: var(--v-radius-sm);
    background: transparent;
    color: var(--v-text);
    font: inherit;
    font-weight: var(--v-weight-medium);
    text-align: center;
    text-decoration: none;
    cursor: pointer;
    transition: background-color var(--v-out) var(--v-ease-out);
    touch-action: manipulation;
  }
  button:hover,
  .button:hover {
    background: var(--v-hover);
  }
  button:active,
  .button:active {
    background: var(--v-press);
  }
  button:disabled {
    border-color: var(--v-line);
    color: var(--v-text-faint);
    cursor: not-allowed;
    background: transparent;
  }
  .primary {
    border-color: transparent;
    background: var(--v-accent);
    color: var(--v-on-accent);
  }
  .primary:hover {
    background: color-mix(in srgb, var(--v-accent) 88%, var(--v-on-accent));
  }
  .primary:active {
    background: color-mix(in srgb, var(--v-accent) 80%, #000);
  }
  .primary:disabled {
    background: var(--v-surface-raised);
    border-color: var(--v-line);
  }
  .quiet {
    border-color: transparent;
  }
  .danger {
    border-color: color-mix(in srgb, var(--v-danger) 60%, transparent);
    color: var(--v-danger);
  }
  .danger.quiet,
  .quiet:disabled {
    border-color: transparent;
  }
  .danger.primary {
    background: var(--v-live);
    border-color: transparent;
    color: var(--v-on-live);
  }
  .icon-only {
    padding: 0;
  }
  label,
  .label {
    display: block;
    font-weight: var(--v-weight-medium);
  }
  .field {
    display: grid;
    gap: var(--v-space-1);
    align-content: start;
    min-inline-size: 0;
  }
  .hint {
    color: var(--v-text-faint);
    font-size: var(--v-text-sm);
  }
  .fault {
    display: flex;
    align-items: flex-start;
    gap: var(--v-space-1);
    color: var(--v-danger);
    font-size: var(--v-text-sm);
  }
  .optional {
    color: var(--v-text-faint);
    font-weight: var(--v-weight-normal);
  }
  input:where(:not([type='checkbox'], [type='radio'], [type='file'])),
  select,
  textarea {
    inline-size: 100%;
    min-block-size: var(--v-target);
    padding: var(--v-space-2) var(--v-space-3);
    border: 1px solid var(--v-line-strong);
    border-radius: var(--v-radius-sm);
    background: var(--v-surface-sunken);
    color: var(--v-text);
    font: inherit;
    font-size: max(16px, 1em); /* below 16 px phones zoom into the field */
  }
  @media (pointer: fine) {
    input:where(:not([type='checkbox'], [type='radio'], [type='file'])),
    select,
    textarea {
      font-size: inherit;
    }
  }
  textarea {
    min-block-size: 96px;
    resize: vertical;
  }
  input::placeholder {
    color: var(--v-text-faint);
    opacity: 1;
  }
  input[aria-invalid='true'] {
    border-color: var(--v-danger);
  }
  input[type='checkbox'],
  input[type='radio'] {
    inline-size: 20px;
    block-size: 20px;
    margin: 0;
    accent-color: var(--v-accent);
  }
  .check {
    display: inline-flex;
    align-items: center;
    gap: var(--v-space-2);
    min-block-size: var(--v-target);
    cursor: pointer;
    font-weight: var(--v-weight-normal);
  }
`;
