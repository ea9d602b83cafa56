import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { CueOrder, Product } from '../../api/types.ts';
import { edgeNow, toMediaDate } from '../../model/clock.ts';
import type { ChannelSnapshot } from '../../model/console.ts';
import type { CueDesk, Step } from '../../model/cue-desk.ts';
import { following, preceding } from '../../model/run-order.ts';
import { readShop, type Shop } from '../../model/shop-state.ts';
import { belongsToFocus, commandOf, type Command } from '../../model/shortcuts.ts';
import { ConsoleElement } from '../element.ts';
import { icon } from '../icons.ts';
import type { Contest } from './contest.ts';
import type { Keys } from './keys.ts';
import type { OfferWish } from './offer.ts';
import type { Preview } from './preview.ts';
import { roomStyles } from './room-styles.ts';
import '../parts/point-here.ts';
import './card-now.ts';
import './contest.ts';
import './cue-log.ts';
import './keys.ts';
import './preview.ts';
import './run-of-show.ts';
import './status-bar.ts';

/**
 * The control room of one channel.
 *
 * ```
 *  ┌ status bar: live or not, clock, viewers, input ──────────────┐
 *  │ run of show      │ preview                   │ what happened │
 *  │ (what can be     │ on the card now           │ (who, what,   │
 *  │  pinned)         │ previous · next · undo    │  when, undo)  │
 *  └──────────────────┴───────────────────────────┴───────────────┘
 * ```
 *
 * Below 1180 px the log goes under the preview; on a phone everything is one column and previous, undo and next stay
 * under the thumbs.
 */
@customElement('vc-room')
export class Room extends ConsoleElement {
  @property() channel = '';
  @state() private at: 'live' | 'seen' = 'live';
  @state() private seenReady = false;
  @state() private said = '';
  @state() private tab: 'list' | 'log' = 'list';
  @query('vc-preview') private preview!: Preview | null;
  @query('vc-keys') private keys!: Keys | null;
  @query('vc-contest') private contest!: Contest | null;
  #desk: CueDesk | null = null;
  #leaveDesk: () => void = () => undefined;
  #seenTimer: ReturnType<typeof setInterval> | null = null;

  static override styles = [...ConsoleElement.styles, roomStyles];

  protected override watched() {
    return [this.app.console.channels, this.app.console.products];
  }

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('keydown', this.#key);
    this.#seenTimer = setInterval(() => (this.seenReady = this.preview?.mediaDate != null), 500);
    this.#openDesk();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('keydown', this.#key);
    if (this.#seenTimer !== null) clearInterval(this.#seenTimer);
    this.#leaveDesk();
    this.#desk = null;
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('channel') && this.isConnected) this.#openDesk();
  }

  #openDesk(): void {
    if (this.channel === '' || this.#desk?.channel === this.channel) return;
    this.#leaveDesk();
    this.#desk = this.app.console.desk(this.channel);
    this.#leaveDesk = this.#desk.state.subscribe(() => this.requestUpdate());
  }

  private get snapshot(): ChannelSnapshot | undefined {
    return this.app.console.channels.value?.get(this.channel);
  }

  private get products(): readonly Product[] {
    return this.app.console.products.value ?? [];
  }

  /** Pins begin with the picture and go on while the encoder is away; without a show there is nothing to pin into. */
  private get onAir(): boolean {
    return this.snapshot?.channel.show != null;
  }

  private get shop(): Shop {
    return readShop(this.onAir ? (this.#desk?.state.value.shown ?? []) : []);
  }

  override render() {
    const snapshot = this.snapshot;
    const desk = this.#desk?.state.value;
    if (snapshot === undefined || desk === undefined) {
      return html`<p class="wait" role="status">${this.words.common.loading}</p>`;
    }
    const { channel } = snapshot;
    const shop = this.shop;
    const next = following(this.products, this.#current());
    return html`
      <vc-status-bar .app=${this.app} .channel=${channel} @end-show=${this.#endShow}></vc-status-bar>
      ${this.#failure()}
      <div
        class="zones ${this.tab}"
        @click=${this.#clicked}
        @pin=${({ detail }: CustomEvent<string>) => this.#pin(detail)}
        @unpin=${() => this.#unpin()}
        @show=${({ detail: sku }: CustomEvent<string>) => this.#order({ do: 'show', sku })}
        @hide=${({ detail: sku }: CustomEvent<string>) => this.#order({ do: 'hide', sku })}
        @offer=${({ detail }: CustomEvent<OfferWish>) => this.#offer(detail)}
        @clear=${() => this.#order({ do: 'clear' })}
        @undo=${() => this.#undo()}
      >
        <section class="stage">
          <h2 class="visually-hidden">${this.words.room.preview}</h2>
          ${
            channel.state === 'offline'
              ? html`<vc-point-here .app=${this.app} .channel=${channel}></vc-point-here>`
              : html`<div class="picture">
                    <vc-preview .app=${this.app} .channel=${channel}></vc-preview>
                    ${channel.state === 'hold' ? this.#holdNote() : nothing}
                  </div>
                  ${this.#pinAt()} ${this.#cardNow(shop, snapshot)}`
          }
        </section>
        ${this.#actions(next)}
        <div class="tabs" role="group" aria-label=${this.words.room.products}>
          ${(['list', 'log'] as const).map(
            (tab) =>
              html`<button type="button" aria-pressed=${this.tab === tab} @click=${() => (this.tab = tab)}>
                ${tab === 'list' ? this.words.room.products : this.words.room.log}
              </button>`,
          )}
        </div>
        <vc-run-of-show
          .app=${this.app}
          .products=${this.products}
          .shop=${shop}
          next=${next?.sku ?? ''}
          ?confirmed=${readShop(desk.confirmed).pinned === shop.pinned}
          ?disabled=${!this.onAir}
        ></vc-run-of-show>
        <vc-cue-log
          .app=${this.app}
          .desk=${desk}
          .products=${this.products}
          .showStart=${channel.show?.start ?? null}
          ?disabled=${!this.onAir}
        ></vc-cue-log>
      </div>
      <div class="visually-hidden" role="status">${this.said}</div>
      <vc-keys .app=${this.app}></vc-keys>
      <vc-contest .app=${this.app}></vc-contest>
    `;
  }

  #holdNote(): TemplateResult {
    const { state } = this.words;
    return html`<p class="hold-note" role="status">
      <vc-state .app=${this.app} state="hold"></vc-state><span>${state.holdMeaning}</span>
    </p>`;
  }

  #pinAt(): TemplateResult {
    const { room } = this.words;
    const choose = (at: 'live' | 'seen') => () => (this.at = at);
    const waiting = this.at === 'seen' && !this.seenReady;
    const hint = this.at === 'live' ? room.liveHint : waiting ? room.seenWaiting : room.seenHint;
    return html`<div class="pin-at" role="group" aria-labelledby="pin-at">
      <span id="pin-at" class="dim small">${room.pinAt}</span>
      <div class="switch">
        <button type="button" aria-pressed=${this.at === 'live'} @click=${choose('live')}>${room.live}</button>
        <button type="button" aria-pressed=${this.at === 'seen'} @click=${choose('seen')}>${room.seen}</button>
      </div>
      <span class="why small ${waiting ? 'waiting' : 'faint'}" role="status">${hint}</span>
      <button type="button" class="quiet help" @click=${() => this.keys?.show()}>
        ${icon('keyboard', 18)}${room.keys}<kbd class="key">?</kbd>
      </button>
    </div>`;
  }

  #cardNow(shop: Shop, snapshot: ChannelSnapshot): TemplateResult {
    const until = shop.pinned === null ? undefined : shop.offers.get(shop.pinned);
    const left = until === undefined ? null : () => Date.parse(until) - this.#mediaNow(snapshot);
    return html`<vc-card-now
      class="panel"
      .app=${this.app}
      .product=${this.products.find((product) => product.sku === shop.pinned) ?? null}
      .sku=${shop.pinned}
      .step=${this.#latestStep()}
      .offerLeft=${left}
      .table=${shop.table.length}
      ?disabled=${!this.onAir}
    ></vc-card-now>`;
  }

  #actions(next: Product | null): TemplateResult {
    const { room } = this.words;
    const desk = this.#desk?.state.value;
    const previous = preceding(this.products, this.#current());
    return html`<div class="actions" role="group" aria-label=${room.next}>
      <button
        type="button"
        class="previous"
        ?disabled=${!this.onAir || previous === null}
        @click=${() => this.#run({ do: 'previous' })}
      >
        ${icon('previous')}<span class="word">${room.previous} <kbd class="key">⌫</kbd></span>
      </button>
      <button
        type="button"
        class="undo"
        ?disabled=${!this.onAir || desk?.canUndo !== true}
        @click=${() => this.#run({ do: 'undo' })}
      >
        ${icon('undo')}<span class="word">${room.undo} <kbd class="key">${room.keyNames.undo}</kbd></span>
      </button>
      <button
        type="button"
        class="next primary"
        ?disabled=${!this.onAir || next === null}
        @click=${() => this.#run({ do: 'next' })}
      >
        ${icon('next')}
        <span class="words">
          <span class="word">${next === null ? room.nextNone : room.next}</span>
          ${next === null ? nothing : html`<span class="title" dir="auto">${next.title}</span>`}
        </span>
        <kbd class="key">${room.keyNames.next}</kbd>
      </button>
    </div>`;
  }

  #failure(): TemplateResult {
    const failed = this.#desk?.state.value.steps.find((step) => step.status === 'failed');
    if (failed === undefined) return html`<div role="alert"></div>`;
    const { room, common } = this.words;
    return html`<div role="alert">
      <div class="failure">
        ${icon('fault')}
        <p><b>${room.failed}:</b> ${this.explain(failed.failure)} <span class="dim">${room.failedLead}</span></p>
        <button type="button" @click=${() => this.#desk?.retry(failed)}>${common.retry}</button>
        <button type="button" class="quiet" @click=${() => this.#desk?.dismiss(failed)}>${common.dismiss}</button>
      </div>
    </div>`;
  }

  /** The product that was talked about last: the pinned one, or the one that was pinned before the card was emptied. */
  #current(): string | null {
    const { shop } = this;
    if (shop.pinned !== null) return shop.pinned;
    const history = this.#desk?.state.value.history ?? [];
    for (const cue of [...history].reverse()) {
      const { pinned } = readShop(cue.state);
      if (pinned !== null) return pinned;
    }
    return null;
  }

  #latestStep(): Step | null {
    const desk = this.#desk?.state.value;
    const last = desk?.history.at(-1);
    return desk?.steps.at(-1) ?? (last === undefined ? null : (desk?.answered.get(last.q) ?? null));
  }

  #mediaNow({ channel, receivedAt }: ChannelSnapshot): number {
    const running = channel.state === 'live';
    return channel.edge === null
      ? this.app.console.api.serverNow()
      : edgeNow(channel.edge, receivedAt, performance.now(), running);
  }

  /** `live`, or the media date of the frame in the preview if that is wanted and there is one. */
  #date(): string {
    return (this.at === 'seen' ? this.preview?.mediaDate : null) ?? 'live';
  }

  #order(order: Omit<CueOrder, 'at'>): void {
    if (!this.onAir) return this.#say(this.words.room.noShow);
    this.#desk?.order({ ...order, at: this.#date() });
  }

  #pin(sku: string): void {
    if (!this.onAir) return this.#say(this.words.room.noShow);
    // The frame is the one at the moment of the press, also when a question comes in between.
    const order: CueOrder = { do: 'pin', sku, at: this.#date() };
    const send = () => {
      this.#desk?.order(order);
      this.#say(this.words.room.said.pinned(this.#title(sku)));
    };
    const foreign = this.#desk?.contested() ?? null;
    if (foreign === null || foreign.sku === sku) send();
    else this.contest?.ask(foreign, this.#title(foreign.sku), send);
  }

  #unpin(): void {
    if (this.shop.pinned === null) return;
    this.#order({ do: 'unpin' });
    this.#say(this.words.room.said.unpinned);
  }

  #undo(): void {
    const { said } = this.words.room;
    if (!this.onAir || this.#desk?.state.value.canUndo !== true) return this.#say(said.nothingToUndo);
    this.#desk.undo();
    this.#say(said.undone);
  }

  #offer({ sku, minutes }: OfferWish): void {
    const { snapshot } = this;
    if (snapshot === undefined) return;
    const at = this.#date();
    const from = at === 'live' ? this.#mediaNow(snapshot) : Date.parse(at);
    this.#order({ do: 'offer', sku, until: toMediaDate(from + minutes * 60_000) });
  }

  #run(command: Command): void {
    const { said } = this.words.room;
    switch (command.do) {
      case 'next':
      case 'previous': {
        const step = command.do === 'next' ? following : preceding;
        const product = step(this.products, this.#current());
        if (product !== null) return this.#pin(product.sku);
        return this.#say(command.do === 'next' ? said.endOfList : said.startOfList);
      }
      case 'pin': {
        const product = this.products[command.number - 1];
        return product === undefined ? this.#say(said.noNumber(command.number)) : this.#pin(product.sku);
      }
      case 'unpin':
        return this.#unpin();
      case 'undo':
        return this.#undo();
      case 'help':
        this.keys?.show();
    }
  }

  readonly #key = (event: KeyboardEvent): void => {
    const command = commandOf(event);
    if (command === null || event.defaultPrevented || belongsToFocus(event, event.composedPath())) return;
    // The list of keys stays reachable when the keys are off: it holds the switch that turns them on again.
    if (!this.app.settings.shortcuts.value && command.do !== 'help') return;
    if (this.app.console.session.value.kind !== 'in') return;
    event.preventDefault();
    this.#run(command);
  };

  /** After a click with the mouse the button gives the focus back, so that Space means "next" and not "press again". */
  #clicked(event: MouseEvent): void {
    if (event.detail === 0) return;
    const pressed = event.composedPath().find((target) => target instanceof HTMLButtonElement);
    if (pressed?.closest('dialog') === null) pressed.blur();
  }

  async #endShow({ detail: title }: CustomEvent<string>): Promise<void> {
    try {
      await this.app.console.api.endShow(this.channel);
      this.app.console.notify('good', this.words.room.ended(title));
    } catch (failure) {
      this.app.console.notify('bad', this.explain(failure));
    }
  }

  #title(sku: string): string {
    return this.products.find((product) => product.sku === sku)?.title ?? sku;
  }

  #say(text: string): void {
    // The same words twice are announced twice only if they differ: a trailing space does.
    this.said = this.said === text ? `${text}\u00a0` : text;
  }
}
