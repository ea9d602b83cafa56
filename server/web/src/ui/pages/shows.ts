import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import type { Show, Storage } from '../../api/types.ts';
import { formatBytes } from '../../model/bytes.ts';
import { formatClock } from '../../model/clock.ts';
import { href } from '../../model/route.ts';
import { ConsoleElement } from '../element.ts';
import { icon } from '../icons.ts';
import { page } from '../styles/page.ts';
import '../parts/confirm.ts';
import '../parts/empty.ts';
import '../parts/state-chip.ts';

/** Shows planned, on air and past; the past ones with their replay. */
@customElement('vc-shows')
export class Shows extends ConsoleElement {
  @state() private shows: readonly Show[] | null = null;
  @state() private storage: Storage | null = null;
  @state() private planning = false;
  @state() private fault = '';
  @state() private busy = false;
  @query('#title') private titleField!: HTMLInputElement;
  @query('#channel') private channelField!: HTMLSelectElement;
  @query('#start') private startField!: HTMLInputElement;
  #states = '';

  static override styles = [
    ...ConsoleElement.styles,
    page,
    css`
      .kept {
        margin-block-end: var(--v-space-3);
      }
      .kept + .fault {
        margin-block-end: var(--v-space-4);
      }
      .list {
        display: grid;
        gap: var(--v-space-2);
      }
      li {
        display: grid;
        grid-template-columns: 130px minmax(0, 1fr) 190px 90px 180px;
        align-items: center;
        gap: var(--v-space-2) var(--v-space-4);
        padding: var(--v-space-3) var(--v-space-4);
      }
      .what {
        display: grid;
        overflow-wrap: anywhere;
      }
      .length {
        text-align: end;
      }
      .go {
        display: grid;
        gap: var(--v-space-2);
      }
      form {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(220px, 100%), 1fr));
        align-items: start;
        gap: var(--v-space-4);
        margin-block-end: var(--v-space-5);
        padding: var(--v-space-5);
      }
      form .actions {
        grid-column: 1 / -1;
        justify-content: flex-end;
      }
      @media (max-width: 900px) {
        li {
          grid-template-columns: minmax(0, 1fr) auto;
        }
        .what {
          grid-column: 1 / -1;
          grid-row: 1;
        }
        .go,
        .go .button {
          inline-size: 100%;
        }
        .go {
          grid-column: 1 / -1;
        }
        .when {
          text-align: end;
        }
        .length {
          display: none;
        }
      }
    `,
  ];

  protected override watched() {
    return [this.app.console.channels, this.app.console.connection];
  }

  override render() {
    const { shows, common } = this.words;
    return html`<div class="head">
        <div class="words">
          <h1>${shows.title}</h1>
          <p>${shows.lead}</p>
        </div>
        <button type="button" aria-expanded=${this.planning} @click=${() => (this.planning = !this.planning)}>
          ${icon('calendar')}${shows.plan}
        </button>
      </div>
      ${this.planning ? this.#form() : nothing} ${this.#room()}
      ${
        this.shows === null
          ? html`<p class="dim" role="status">${common.loading}</p>`
          : this.shows.length === 0
            ? html`<vc-empty class="panel" icon="shows" heading=${shows.empty} lead=${shows.emptyLead}></vc-empty>`
            : html`<ul class="list">
                ${this.shows.map((show) => this.#row(show))}
              </ul>`
      }`;
  }

  /** What is left for what will be kept. */
  #room(): TemplateResult | typeof nothing {
    if (this.storage === null) return nothing;
    const { shows } = this.words;
    const { replayBytes, liveBytes, quotaBytes, freeBytes, full } = this.storage;
    const size = (bytes: number): string => formatBytes(bytes, this.locale);
    return html`<p class="kept small dim number">
        ${shows.kept(size(replayBytes + liveBytes), size(quotaBytes), size(freeBytes))}
      </p>
      ${full ? html`<p class="fault" role="alert">${icon('fault', 18)}${shows.full}</p>` : nothing}`;
  }

  #row(show: Show): TemplateResult {
    const { shows } = this.words;
    const channel = this.app.console.channels.value?.get(show.channel)?.channel.title ?? show.channel;
    return html`<li class="panel" data-show=${show.id}>
      <vc-state .app=${this.app} state=${show.state}></vc-state>
      <div class="what"><b dir="auto">${show.title}</b><span class="dim small" dir="auto">${channel}</span></div>
      <span class="when number small dim">${show.start === null ? shows.noStart : this.#date(show.start)}</span>
      <span class="length number small dim">${lengthOf(show)}</span>
      <span class="go">${this.#go(show)}</span>
    </li>`;
  }

  #go(show: Show): TemplateResult {
    const { shows } = this.words;
    switch (show.state) {
      case 'ended':
        if (show.replay === null) return html`<span class="dim small">${shows.notKept}</span>${this.#removal(show)}`;
        return html`<a class="button" href="/replay/${show.id}" target="_blank" rel="noopener"
            >${icon('shows')}${shows.replay}<span class="visually-hidden"> ${show.title}</span></a
          >${
            show.replay === undefined
              ? nothing
              : html`<a class="button quiet" href=${show.replay.download} download
                  >${shows.download}<span class="visually-hidden"> ${show.title}</span></a
                >`
          }${this.#removal(show)}`;
      case 'planned':
        return this.#removal(show);
      default:
        return html`<a class="button" href=${href({ page: 'room', channel: show.channel })}
          >${icon('signal')}${shows.room}</a
        >`;
    }
  }

  #removal(show: Show): TemplateResult {
    const { shows } = this.words;
    return html`<vc-confirm
      .app=${this.app}
      quiet
      label=${shows.remove}
      question=${shows.removeAsk(show.title)}
      consequence=${shows.removeConsequence}
      yes=${shows.removeYes}
      ?disabled=${this.busy}
      @confirm=${() => this.#remove(show)}
    ></vc-confirm>`;
  }

  #form(): TemplateResult {
    const { shows, common } = this.words;
    return html`<form class="panel" @submit=${this.#plan} novalidate>
      <div class="field">
        <label for="title">${shows.planTitle}</label>
        <input id="title" dir="auto" maxlength="200" aria-invalid=${this.fault !== ''} aria-describedby="title-fault" />
        <div id="title-fault">
          ${this.fault === '' ? nothing : html`<p class="fault">${icon('fault', 18)}${this.fault}</p>`}
        </div>
      </div>
      <div class="field">
        <label for="channel">${shows.planChannel}</label>
        <select id="channel">
          ${[...(this.app.console.channels.value?.values() ?? [])].map(
            ({ channel }) => html`<option value=${channel.id}>${channel.title}</option>`,
          )}
        </select>
      </div>
      <div class="field">
        <label for="start">${shows.planStart} <span class="optional">(${common.optional})</span></label>
        <input id="start" type="datetime-local" />
      </div>
      <div class="actions">
        <button type="button" class="quiet" @click=${() => (this.planning = false)}>${common.cancel}</button>
        <button class="primary" ?disabled=${this.busy}>${icon('calendar')}${shows.planSubmit}</button>
      </div>
    </form>`;
  }

  protected override updated(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('planning') && this.planning) this.titleField.focus();
    // A show begins and ends with its channel's state, so a changed state is the time to ask again.
    const states = [...(this.app.console.channels.value?.values() ?? [])]
      .map(({ channel }) => `${channel.id} ${channel.state}`)
      .join();
    if (states !== this.#states || this.shows === null) {
      this.#states = states;
      void this.#load();
    }
  }

  async #load(): Promise<void> {
    try {
      const { shows, storage } = await this.app.console.api.shows();
      this.shows = shows;
      this.storage = storage;
    } catch {
      // The banner tells; the return of the connection asks again.
    }
  }

  async #plan(event: Event): Promise<void> {
    event.preventDefault();
    const title = this.titleField.value.trim();
    this.fault = title === '' ? this.words.shows.titleMissing : '';
    if (title === '') {
      this.titleField.focus();
      return;
    }
    const start = this.startField.value === '' ? null : new Date(this.startField.value).toISOString();
    this.busy = true;
    try {
      await this.app.console.api.planShow(this.channelField.value, title, start);
      this.planning = false;
      this.app.console.notify('good', this.words.shows.planned(title));
      await this.#load();
    } catch (failure) {
      this.app.console.notify('bad', this.explain(failure));
    } finally {
      this.busy = false;
    }
  }

  async #remove({ id, title }: Show): Promise<void> {
    this.busy = true;
    try {
      await this.app.console.api.deleteShow(id);
      this.app.console.notify('good', this.words.shows.removed(title));
      await this.#load();
    } catch (failure) {
      this.app.console.notify('bad', this.explain(failure));
    } finally {
      this.busy = false;
    }
  }

  #date(date: string): string {
    return new Intl.DateTimeFormat(this.locale, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(date));
  }
}

function lengthOf({ start, end }: Show): string {
  return start === null || end === null ? '' : formatClock(Date.parse(end) - Date.parse(start));
}
