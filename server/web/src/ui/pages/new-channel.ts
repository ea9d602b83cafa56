import { css, html, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { ApiError } from '../../api/problem.ts';
import { CHANNEL_ID, suggestId } from '../../model/fold.ts';
import { href } from '../../model/route.ts';
import { ConsoleElement } from '../element.ts';
import { icon } from '../icons.ts';
import { page } from '../styles/page.ts';

/** Names a channel; the address follows the title until a person changes it. The key it gets waits on the channel's own page. */
@customElement('vc-new-channel')
export class NewChannel extends ConsoleElement {
  /** The server is empty: this is the first thing its owner sees. */
  @property({ type: Boolean }) first = false;
  @state() private name = '';
  @state() private address: string | null = null;
  @state() private faults: { name?: string; id?: string; form?: string } = {};
  @state() private busy = false;
  @query('#name') private nameField!: HTMLInputElement;
  @query('#id') private idField!: HTMLInputElement;

  static override styles = [
    ...ConsoleElement.styles,
    page,
    css`
      :host {
        max-inline-size: 720px;
      }
      form {
        display: grid;
        gap: var(--v-space-5);
        padding: var(--v-space-6);
      }
      .watch {
        padding: var(--v-space-3);
        border-radius: var(--v-radius-sm);
        background: var(--v-surface-sunken);
        overflow-wrap: anywhere;
      }
      .actions {
        justify-content: flex-end;
      }
    `,
  ];

  private get id_(): string {
    return this.address ?? suggestId(this.name);
  }

  override render() {
    const { newChannel, channels, common } = this.words;
    return html`${this.first ? nothing : html`<a class="back" href=${href({ page: 'channels' })}>${icon('back')}${channels.title}</a>`}
      <div class="head">
        <div class="words">
          <h1>${this.first ? newChannel.firstTitle : newChannel.title}</h1>
          <p>${this.first ? newChannel.firstLead : channels.lead}</p>
        </div>
      </div>
      <form class="panel" @submit=${this.#submit} novalidate>
        <div class="field">
          <label for="name">${newChannel.name}</label>
          <input
            id="name"
            dir="auto"
            maxlength="200"
            placeholder=${newChannel.namePlaceholder}
            .value=${this.name}
            aria-invalid=${this.faults.name !== undefined}
            aria-describedby="name-hint name-fault"
            @input=${() => (this.name = this.nameField.value)}
          />
          <p class="hint" id="name-hint">${newChannel.nameHint}</p>
          ${this.#fault('name', this.faults.name)}
        </div>
        <div class="field">
          <label for="id">${newChannel.id}</label>
          <input
            id="id"
            class="mono"
            autocapitalize="none"
            spellcheck="false"
            maxlength="63"
            .value=${this.id_}
            aria-invalid=${this.faults.id !== undefined}
            aria-describedby="id-hint id-fault"
            @input=${() => (this.address = this.idField.value)}
          />
          <p class="hint" id="id-hint">${newChannel.idHint}</p>
          ${this.#fault('id', this.faults.id)}
        </div>
        <p class="watch small">
          <span class="dim">${newChannel.watchAt}</span>
          <span class="mono">${location.origin}/watch/${this.id_ === '' ? '…' : this.id_}</span>
        </p>
        ${this.#fault('form', this.faults.form)}
        <div class="actions">
          ${this.first ? nothing : html`<a class="button quiet" href=${href({ page: 'channels' })}>${common.cancel}</a>`}
          <button class="primary" ?disabled=${this.busy}>${icon('plus')}${newChannel.submit}</button>
        </div>
      </form>`;
  }

  protected override firstUpdated(): void {
    this.nameField.focus();
  }

  #fault(field: string, text: string | undefined) {
    return html`<div id="${field}-fault" role=${field === 'form' ? 'alert' : nothing}>
      ${text === undefined ? nothing : html`<p class="fault">${icon('fault', 18)}${text}</p>`}
    </div>`;
  }

  async #submit(event: Event): Promise<void> {
    event.preventDefault();
    const { newChannel } = this.words;
    const id = this.id_;
    const title = this.name.trim().normalize('NFC');
    this.faults = {
      ...(title === '' ? { name: newChannel.nameMissing } : {}),
      ...(id === '' ? { id: newChannel.idMissing } : CHANNEL_ID.test(id) ? {} : { id: newChannel.idWrong }),
    };
    if (this.faults.name !== undefined) {
      this.nameField.focus();
      return;
    }
    if (this.faults.id !== undefined) {
      this.idField.focus();
      return;
    }
    await this.#create(id, title);
  }

  async #create(id: string, title: string): Promise<void> {
    const { console: room } = this.app;
    this.busy = true;
    try {
      const { streamKey, ...channel } = await room.api.createChannel(id, title);
      room.keepFreshKey(id, streamKey);
      room.takeChannel(channel);
      location.hash = href({ page: 'setup', channel: id });
    } catch (failure) {
      const taken = failure instanceof ApiError && failure.status === 409;
      this.faults = taken ? { id: this.words.newChannel.taken(id) } : { form: this.explain(failure) };
      if (taken) this.idField.focus();
    } finally {
      this.busy = false;
    }
  }
}
