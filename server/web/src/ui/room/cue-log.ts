import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Cue, CueVerb, Product } from '../../api/types.ts';
import { formatShortClock } from '../../model/clock.ts';
import type { DeskState, Step } from '../../model/cue-desk.ts';
import { subjectOf, undoneCues } from '../../model/shop-state.ts';
import { ConsoleElement } from '../element.ts';
import { icon, type IconName } from '../icons.ts';

const MARKS: Readonly<Record<string, IconName>> = {
  pin: 'pin',
  unpin: 'unpin',
  show: 'table',
  hide: 'offTable',
  offer: 'offer',
  clear: 'clear',
  undo: 'undo',
};

/** Who changed what and when on the show's own clock, newest first. Fires `undo`. */
@customElement('vc-cue-log')
export class CueLog extends ConsoleElement {
  @property({ attribute: false }) desk!: DeskState;
  @property({ attribute: false }) products: readonly Product[] = [];
  /** Media date at which the show began. */
  @property() showStart: string | null = null;
  @property({ type: Boolean }) disabled = false;

  static override styles = [
    ...ConsoleElement.styles,
    css`
      :host {
        display: flex;
        flex-direction: column;
        gap: var(--v-space-3);
        min-block-size: 0;
      }
      .zone-title {
        white-space: nowrap;
      }
      .head {
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: var(--v-space-2);
        min-block-size: var(--v-target);
        margin-block: -10px;
      }
      ol {
        display: grid;
        align-content: start;
        padding: 4px;
        margin: -4px;
        overflow: auto;
        scrollbar-width: thin;
        scrollbar-color: var(--v-line-strong) transparent;
      }
      li {
        display: grid;
        grid-template-columns: 20px minmax(0, 1fr) auto;
        gap: var(--v-space-1) var(--v-space-3);
        padding-block: var(--v-space-2);
        border-block-end: 1px solid var(--v-line);
        font-size: var(--v-text-sm);
      }
      li > svg {
        margin-block-start: 1px;
        color: var(--v-text-dim);
      }
      .words {
        overflow-wrap: anywhere;
      }
      .words b {
        font-weight: var(--v-weight-bold);
      }
      .undone .words {
        text-decoration: line-through;
        color: var(--v-text-faint);
      }
      .when {
        display: flex;
        align-items: flex-start;
        gap: 6px;
        color: var(--v-text-dim);
        font-variant-numeric: tabular-nums;
      }
      .when svg {
        margin-block-start: 2px;
        color: var(--v-positive);
      }
      .pending {
        color: var(--v-text-dim);
      }
      .failed svg,
      .failed {
        color: var(--v-danger);
      }
    `,
  ];

  override render() {
    const { room } = this.words;
    const { history, steps } = this.desk;
    const undone = undoneCues(history);
    const newestFirst = history.map((cue, index) => ({ cue, before: history[index - 1] })).reverse();
    return html`<div class="head">
        <h2 class="zone-title">${room.log}</h2>
        <button
          type="button"
          class="quiet undo"
          ?disabled=${!this.desk.canUndo || this.disabled}
          @click=${() => this.wish('undo', null)}
        >
          ${icon('undo', 18)}${room.undo}
        </button>
      </div>
      ${
        history.length === 0 && steps.length === 0
          ? html`<p class="dim small">${room.logEmpty}</p>`
          : html`<ol tabindex="0" aria-label=${room.log}>
              ${repeat(
                [...steps].reverse(),
                ({ key }) => key,
                (step) => this.#step(step),
              )}
              ${repeat(
                newestFirst,
                ({ cue }) => cue.id,
                ({ cue, before }) => this.#cue(cue, before, undone.has(cue.q)),
              )}
            </ol>`
      }`;
  }

  #step(step: Step): TemplateResult {
    const { room } = this.words;
    const verb = step.order?.do ?? 'undo';
    const failed = step.status === 'failed';
    const status = failed ? room.failed : step.status === 'again' ? room.again : room.sending;
    return html`<li class=${failed ? 'failed' : 'pending'} data-step=${step.status}>
      ${icon(MARKS[verb] ?? 'info', 18)}
      <span class="words"><b>${room.you}</b> ${this.#sentence(verb, step.order?.sku ?? null)}</span>
      <span class="when">${status}</span>
    </li>`;
  }

  #cue(cue: Cue, before: Cue | undefined, undone: boolean): TemplateResult {
    const { room } = this.words;
    const ours = this.desk.answered.has(cue.q);
    const by = ours ? room.you : (cue.by ?? room.somebody);
    const start = this.showStart === null ? null : Date.parse(cue.start) - Date.parse(this.showStart);
    return html`<li class=${undone ? 'undone' : ''} data-q=${cue.q}>
      ${icon(MARKS[cue.reason] ?? 'info', 18)}
      <span class="words"
        >${cue.reason === 'expire' ? nothing : html`<b><bdi>${by}</bdi></b> `}${this.#sentence(cue.reason, subjectOf(cue, before))}${
          undone ? html`<span class="visually-hidden"> (${room.undone})</span>` : nothing
        }</span
      >
      <span class="when"
        >${start === null ? nothing : html`<time datetime=${cue.start}>${formatShortClock(start)}</time>`}${
          ours ? html`${icon('check', 14)}<span class="visually-hidden">${room.confirmedShort}</span>` : nothing
        }</span
      >
    </li>`;
  }

  #sentence(reason: string, sku: string | null): TemplateResult {
    const { cue } = this.words;
    const title = this.products.find((product) => product.sku === sku)?.title ?? sku ?? '';
    if (reason === 'undo') return html`${cue.undo}`;
    if (reason === 'expire') return html`${cue.expire}`;
    return html`${reason in cue.verbs ? cue.verbs[reason as CueVerb](title) : cue.other(reason)}`;
  }
}
