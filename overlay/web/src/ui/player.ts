import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { formatClock, type Locale, localeOf } from '../i18n/locale.ts';
import { FrameClock } from '../playback/frame-clock.ts';
import { openPlayback, UnsupportedBrowser } from '../playback/open-playback.ts';
import { BEHIND_LIVE_S, type Playback } from '../playback/playback.ts';
import { probe } from '../playback/probe.ts';
import { type Phase, Session } from '../playback/session.ts';
import { CatalogueFeed } from '../shop/catalogue-feed.ts';
import { ROUNDING_MS } from '../shop/media-date.ts';
import { formatMoney } from '../shop/money.ts';
import { type ShopView, ShopStore } from '../shop/store.ts';
import { type CueRange, CueTimeline, type DateRangeTag } from '../shop/timeline.ts';
import { base, tokens } from './base-styles.ts';
import { applyAccent } from './contrast.ts';
import type { Captions, Marker, Position } from './controls.ts';
import { cssVars } from './css-vars.ts';
import type { CurtainReason } from './curtain.ts';
import { icons } from './icons.ts';
import { type Box, chooseLayout, type Layout, shopStays } from './layout.ts';
import { playerStyles } from './player-styles.ts';
import type { TrayElement } from './tray.ts';
import type { WishEvent } from './wish.ts';
import { type Wish } from './wish.ts';

/** The controls go after this long without a finger, pointer or key, in ms. */
const IDLE_MS = 3_000;

const NOWHERE: Position = { time: 0, seekable: undefined, live: true, behind: 0 };

/**
 * `<vitrine-player>`: a live stream whose products appear on the frame they belong to.
 *
 * Attributes: `src` (multivariant playlist), `products` (catalogue), `channel`, `lang`, `poster`, `accent` (`#rrggbb`),
 * `ref` (who sent the viewer; goes into links), `brand`, `heading`, `replay` (where a finished show can be watched),
 * `theme` (`dark`, `light`, default the viewer's own).
 *
 * Events (bubbling, composed): `vitrine:ready`, `vitrine:statechange`, `vitrine:cuestart`, `vitrine:cueend`,
 * `vitrine:productclick` (cancelable), `vitrine:error`. `data-media-date` and `data-cue-q` tell the frame on screen.
 */
export class PlayerElement extends LitElement {
  static override readonly styles = [tokens, base, playerStyles];

  @property() src = '';
  @property() products = '';
  @property() channel = '';
  @property() override lang = '';
  @property() poster = '';
  @property() accent = '';
  @property() ref = '';
  @property() brand = '';
  @property() heading = '';
  @property() replay = '';
  @property() theme = '';

  @state() private view: ShopView;
  @state() private phase: Phase = 'connecting';
  @state() private unsupported = false;
  @state() private layout: Layout = 'stacked';
  @state() private picture: Box | undefined;
  @state() private shopWanted = false;
  @state() private shopHidden = false;
  @state() private product: string | undefined;
  @state() private active = true;
  @state() private playing = false;
  @state() private muted = true;
  @state() private volume = 1;
  @state() private soundOffered = true;
  @state() private position: Position = NOWHERE;
  @state() private markers: readonly Marker[] = [];
  @state() private captions: Captions = { tracks: [], shown: -1 };
  @state() private fullscreen = false;
  /** Whole seconds of the picture's media date. */
  @state() private second: number | undefined;
  @state() private announcement = '';

  @query('video') private readonly video!: HTMLVideoElement;
  @query('vitrine-tray') private readonly tray!: TrayElement;

  private readonly store = new ShopStore();
  private readonly session = new Session({
    probe: (src, deep) => probe(src, deep),
    open: (src) => this.open(src),
    close: () => this.close(),
    later: (ms, task) => {
      const timer = setTimeout(task, ms);
      return () => clearTimeout(timer);
    },
    random: () => Math.random(),
    phaseChanged: (phase) => this.onPhase(phase),
  });
  private playback: Playback | undefined;
  private feed: CatalogueFeed | undefined;
  private frames: FrameClock | undefined;
  private life = new AbortController();
  private tagKey = '';
  private mediaTime = Number.NaN;
  private wantsPlay = true;
  private idleTimer: ReturnType<typeof setTimeout> | undefined;
  private opener: HTMLElement | undefined;
  private announced: string | undefined;
  private toldState = '';

  constructor() {
    super();
    this.view = this.store.view;
    this.store.subscribe((view, previous) => this.onView(view, previous));
  }

  // ── what a page may ask ────────────────────────────────────────────────────────────────────────────────────────

  async play(): Promise<void> {
    this.wantsPlay = true;
    this.session.onExpecting();
    await this.video.play();
  }

  pause(): void {
    this.wantsPlay = false;
    this.video.pause();
  }

  /** Seconds on the player's own clock, or the live position. */
  seek(to: number | 'live'): void {
    const stretch = this.playback?.seekable;
    if (!stretch) {
      return;
    }
    const time = to === 'live' ? stretch.end : Math.min(Math.max(to, stretch.start), stretch.end);
    if (Number.isFinite(time)) {
      this.video.currentTime = time;
      this.locate();
    }
  }

  /** Shows one product in full. */
  openProduct(sku: string): void {
    this.product = sku;
    this.openShop();
  }

  closeTray(): void {
    this.shopWanted = false;
    this.shopHidden = true;
    this.product = undefined;
    const { opener } = this;
    this.opener = undefined;
    // What opened the shop cannot be focused while the shop is open: it is inert until this is drawn.
    void this.updateComplete.then(() => opener?.focus());
  }

  // ── life ───────────────────────────────────────────────────────────────────────────────────────────────────────

  override connectedCallback(): void {
    super.connectedCallback();
    this.life = new AbortController();
    const { signal } = this.life;
    const scheme = matchMedia('(prefers-color-scheme: light)');
    scheme.addEventListener('change', () => this.applyTheme(), { signal });
    document.addEventListener('fullscreenchange', () => this.onFullscreen(), { signal });
    document.addEventListener('visibilitychange', () => this.onVisibility(), { signal });
    this.applyTheme();
    if (this.hasUpdated) {
      this.begin();
    }
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.life.abort();
    clearTimeout(this.idleTimer);
    this.frames?.destroy();
    this.session.stop();
    this.feed?.destroy();
    this.feed = undefined;
  }

  protected override firstUpdated(): void {
    this.begin();
    this.emit('ready', {});
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('accent')) {
      applyAccent(this, this.accent);
    }
    if (changed.has('theme')) {
      this.applyTheme();
    }
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (!this.frames) {
      return;
    }
    if (changed.has('src') && changed.get('src') !== undefined) {
      this.watchSource();
    }
    if ((changed.has('products') || changed.has('channel')) && changed.get('products') !== undefined) {
      this.watchCatalogue();
    }
  }

  private begin(): void {
    const { signal } = this.life;
    const { video } = this;
    this.frames = new FrameClock(video, (mediaTime) => this.onFrame(mediaTime));
    const on = (event: keyof HTMLMediaElementEventMap, listener: () => void): void =>
      video.addEventListener(event, listener, { signal });
    on('timeupdate', () => this.locate());
    on('seeking', () => this.locate());
    on('play', () => this.onPlay(true));
    on('pause', () => this.onPlay(false));
    on('ended', () => this.session.onEnded());
    on('error', () => video.error && this.playback?.recover());
    on('volumechange', () => this.onVolume());
    video.addEventListener('resize', () => this.onPicture(), { signal });
    on('loadedmetadata', () => this.onPicture());
    for (const event of ['addtrack', 'removetrack', 'change'] as const) {
      video.textTracks.addEventListener(event, () => this.onTracks(), { signal });
    }
    const sizes = new ResizeObserver(() => this.arrange());
    sizes.observe(this);
    signal.addEventListener('abort', () => sizes.disconnect());
    // A property set in markup would be the page's; muting by attribute alone is forgotten by some browsers.
    video.muted = this.muted;
    this.arrange();
    this.watchSource();
    this.watchCatalogue();
    this.wake();
  }

  private watchSource(): void {
    this.store.setTimeline(CueTimeline.EMPTY);
    this.store.setPlayhead(undefined);
    this.tagKey = '';
    if (this.src) {
      this.session.start(new URL(this.src, document.baseURI).href);
    } else {
      this.session.stop();
    }
  }

  private watchCatalogue(): void {
    this.feed?.destroy();
    const origin = new URL(this.src || '/', document.baseURI);
    const channel = this.channel || /^\/live\/([^/]+)\//.exec(origin.pathname)?.[1];
    const live = /\/live\//.test(origin.pathname);
    this.feed = new CatalogueFeed({
      products: new URL(this.products || '/products.json', this.products ? document.baseURI : origin).href,
      events: live && channel ? new URL(`/live/${channel}/events`, origin).href : undefined,
      onCatalogue: (catalogue) => this.store.setCatalogue(catalogue),
      onUnreachable: (error) => {
        this.store.setCatalogueUnreachable();
        this.emit('error', { where: 'catalogue', message: `${error instanceof Error ? error.message : 'no answer'}` });
      },
    });
  }

  // ── playback ───────────────────────────────────────────────────────────────────────────────────────────────────

  private async open(src: string): Promise<void> {
    this.close();
    try {
      this.playback = await openPlayback(this.video, {
        timeline: (tags) => this.onTags(tags),
        fatal: (message) => {
          this.emit('error', { where: 'playback', message });
          this.session.onFatal();
        },
      });
    } catch (error) {
      this.unsupported = error instanceof UnsupportedBrowser;
      this.emit('error', { where: 'playback', message: error instanceof Error ? error.message : 'no player' });
      throw error;
    }
    this.playback.load(src);
    if (this.wantsPlay) {
      void this.tryToPlay();
    }
  }

  private close(): void {
    this.playback?.destroy();
    this.playback = undefined;
  }

  /** Without sound a browser lets a page begin; on low battery not even that, and then there is a button. */
  private async tryToPlay(): Promise<void> {
    try {
      await this.video.play();
    } catch (error) {
      if (error instanceof DOMException && error.name === 'NotAllowedError') {
        this.wantsPlay = false;
        this.session.onIdle();
        this.phase = 'onair';
      }
    }
  }

  private onFrame(mediaTime: number): void {
    const moved = mediaTime !== this.mediaTime;
    this.mediaTime = mediaTime;
    if (moved && this.video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) {
      this.session.onFrame();
      if (document.hidden || this.video.paused) {
        this.session.onIdle();
      }
    }
    this.evaluate();
  }

  /** The shop, as of the frame that is on screen. */
  private evaluate(): void {
    const date = this.playback?.mediaDateAt(this.mediaTime);
    if (date === undefined) {
      return;
    }
    this.store.setPlayhead(date + ROUNDING_MS);
    this.dataset['mediaDate'] = new Date(date).toISOString();
    this.dataset['cueQ'] = `${this.store.view.cue?.q ?? ''}`;
    this.second = Math.floor(date / 1000);
  }

  private onTags(tags: readonly DateRangeTag[]): void {
    const key = tags.map(({ id }) => id).join(' ');
    if (key !== this.tagKey) {
      this.tagKey = key;
      this.store.setTimeline(CueTimeline.of(tags));
      this.evaluate();
    }
    this.mark();
    this.locate();
  }

  private mark(): void {
    const { bySku } = this.view.catalogue;
    const markers = this.store.timeline.pinChanges().map(({ date, sku }) => ({
      time: this.playback?.mediaTimeAt(date) ?? Number.NaN,
      title: bySku.get(sku)?.title ?? sku,
    }));
    if (JSON.stringify(markers) !== JSON.stringify(this.markers)) {
      this.markers = markers;
    }
  }

  private locate(): void {
    const { playback, video } = this;
    const seekable = playback?.seekable;
    const live = playback?.live ?? true;
    const behind = live && seekable ? seekable.end - video.currentTime : 0;
    this.position = { time: video.currentTime, seekable, live, behind: behind > BEHIND_LIVE_S ? behind : 0 };
    this.tellState();
  }

  private onPhase(phase: Phase): void {
    this.phase = phase;
    if (phase === 'offline' || phase === 'ended') {
      this.store.setPlayhead(undefined);
      this.dataset['cueQ'] = '';
      delete this.dataset['mediaDate'];
    }
    if (phase === 'offline') {
      this.close();
    }
    this.tellState();
  }

  private onPlay(playing: boolean): void {
    this.playing = playing;
    if (playing) {
      this.wantsPlay = true;
      this.session.onExpecting();
    } else {
      this.session.onIdle();
    }
    this.wake();
    this.tellState();
  }

  private onVolume(): void {
    this.muted = this.video.muted;
    this.volume = this.video.volume;
    if (!this.muted) {
      this.soundOffered = false;
    }
    this.tellState();
  }

  private onVisibility(): void {
    if (document.hidden) {
      this.session.onIdle();
    } else if (!this.video.paused) {
      this.session.onExpecting();
    }
  }

  private onPicture(): void {
    const { videoWidth, videoHeight } = this.video;
    this.picture = videoWidth > 0 ? { width: videoWidth, height: videoHeight } : undefined;
    this.arrange();
  }

  private onTracks(): void {
    const tracks = Array.from(this.video.textTracks)
      .map((track, index) => ({ track, index }))
      .filter(({ track }) => track.kind === 'captions' || track.kind === 'subtitles');
    this.captions = {
      tracks: tracks.map(({ track, index }) => ({ index, label: track.label || track.language || `${index + 1}` })),
      shown: tracks.find(({ track }) => track.mode === 'showing')?.index ?? -1,
    };
  }

  // ── the shop ───────────────────────────────────────────────────────────────────────────────────────────────────

  private onView(view: ShopView, previous: ShopView): void {
    this.view = view;
    if (view.cue !== previous.cue) {
      this.tellCue(view.cue, previous.cue);
    }
    if (view.catalogue !== previous.catalogue) {
      this.mark();
    }
    this.announce(view);
  }

  /** A renewal is no change: whoever listens hears of what a viewer can see. */
  private tellCue(cue: CueRange | undefined, previous: CueRange | undefined): void {
    if (JSON.stringify(cue?.state ?? []) === JSON.stringify(previous?.state ?? [])) {
      return;
    }
    if (previous && previous.state.length > 0) {
      this.emit('cueend', { id: previous.id, q: previous.q, state: previous.state });
    }
    if (cue && cue.state.length > 0) {
      this.emit('cuestart', { id: cue.id, q: cue.q, reason: cue.reason, state: cue.state });
    }
  }

  /** Says a new product on the card once, politely; not again when its price changes or the cue is renewed. */
  private announce({ pinned }: ShopView): void {
    if (pinned && !pinned.product) {
      return;
    }
    if (pinned?.sku !== this.announced) {
      this.announced = pinned?.sku;
      const { words, tag } = this.locale;
      this.announcement = pinned?.product
        ? words.nowShowing(pinned.product.title, formatMoney(pinned.product.price, tag))
        : '';
    }
  }

  private openShop(): void {
    this.opener ??= this.focused();
    this.shopWanted = true;
    this.shopHidden = false;
    void this.tray?.focusInside();
  }

  private focused(): HTMLElement | undefined {
    const focused = this.shadowRoot?.activeElement;
    return focused instanceof HTMLElement ? focused : undefined;
  }

  private get shopOpen(): boolean {
    return this.layout === 'stacked' || (this.layout === 'column' ? !this.shopHidden : this.shopWanted);
  }

  // ── wishes ─────────────────────────────────────────────────────────────────────────────────────────────────────

  private grant(wish: Wish): void {
    switch (wish.do) {
      case 'toggle-play':
        return this.video.paused ? void this.play().catch(() => undefined) : this.pause();
      case 'toggle-mute':
        return this.setMuted(!this.video.muted);
      case 'volume':
        this.video.volume = wish.to;
        return this.setMuted(wish.to === 0);
      case 'seek':
        return this.seek(wish.to);
      case 'go-live':
        this.seek('live');
        return void this.play().catch(() => undefined);
      case 'replay':
        this.session.onReplay();
        this.video.currentTime = this.playback?.seekable?.start ?? 0;
        return void this.play().catch(() => undefined);
      case 'captions':
        return Array.from(this.video.textTracks).forEach((track, index) => {
          if (track.kind === 'captions' || track.kind === 'subtitles') {
            track.mode = index === wish.track ? 'showing' : 'disabled';
          }
        });
      case 'picture-in-picture':
        return void this.togglePictureInPicture();
      case 'fullscreen':
        return void this.toggleFullscreen();
      case 'close-shop':
        return this.closeTray();
      case 'close-product':
        this.product = undefined;
        return void this.tray.focusInside();
      case 'open-product':
        return this.openProduct(wish.sku);
      case 'retry-catalogue':
        return void this.feed?.refresh();
      case 'buy':
        return this.onBuy(wish.sku, wish.press);
    }
  }

  private onBuy(sku: string, press: Event): void {
    const { cue, catalogue } = this.view;
    const link = press.currentTarget;
    const detail = {
      sku,
      product: catalogue.bySku.get(sku),
      url: link instanceof HTMLAnchorElement ? link.href : undefined,
      q: cue?.q,
      cueId: cue?.id,
      mediaDate: this.dataset['mediaDate'],
    };
    if (!this.emit('productclick', detail, true)) {
      press.preventDefault();
    }
  }

  private setMuted(muted: boolean): void {
    this.video.muted = muted;
    this.soundOffered = false;
  }

  private async togglePictureInPicture(): Promise<void> {
    try {
      await (document.pictureInPictureElement ? document.exitPictureInPicture() : this.video.requestPictureInPicture());
    } catch {
      // The browser said no; the picture is where it was.
    }
  }

  private async toggleFullscreen(): Promise<void> {
    if (typeof this.requestFullscreen !== 'function') {
      this.fullscreen = this.toggleAttribute('data-fills-window');
      return;
    }
    try {
      await (document.fullscreenElement ? document.exitFullscreen() : this.requestFullscreen());
    } catch {
      this.fullscreen = this.toggleAttribute('data-fills-window');
    }
  }

  private onFullscreen(): void {
    this.fullscreen = this.matches(':fullscreen');
  }

  /** Keys work while something in the player has the focus, never in a text field. */
  private onKey(event: KeyboardEvent): void {
    this.wake();
    const from = event.composedPath()[0];
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    if (event.key === 'Escape' && !shopStays(this.layout) && this.shopOpen) {
      event.preventDefault();
      this.closeTray();
      return;
    }
    if (from instanceof HTMLInputElement || from instanceof HTMLSelectElement) {
      return;
    }
    const onControl = from instanceof HTMLButtonElement || from instanceof HTMLAnchorElement;
    const wish = onControl && (event.key === ' ' || event.key === 'Enter') ? undefined : this.wishOfKey(event.key);
    if (wish) {
      event.preventDefault();
      this.grant(wish);
    }
  }

  private wishOfKey(key: string): Wish | undefined {
    switch (key.toLowerCase()) {
      case ' ':
      case 'k':
        return { do: 'toggle-play' };
      case 'm':
        return { do: 'toggle-mute' };
      case 'f':
        return { do: 'fullscreen' };
      case 'l':
        return { do: 'go-live' };
      case 'arrowleft':
        return { do: 'seek', to: this.video.currentTime - 5 };
      case 'arrowright':
        return { do: 'seek', to: this.video.currentTime + 5 };
      default:
        return undefined;
    }
  }

  // ── looks ──────────────────────────────────────────────────────────────────────────────────────────────────────

  private get locale(): Locale {
    return localeOf(this.lang, this.closest<HTMLElement>('[lang]')?.lang, navigator.language);
  }

  private applyTheme(): void {
    const light =
      this.theme === 'light' || (this.theme !== 'dark' && matchMedia('(prefers-color-scheme: light)').matches);
    this.dataset['theme'] = light ? 'light' : 'dark';
  }

  private arrange(): void {
    const { width, height } = this.getBoundingClientRect();
    if (width > 0 && height > 0) {
      this.layout = chooseLayout({ width, height }, this.picture);
    }
  }

  /** Somebody is here: show the controls, and take them away again later. */
  private wake(): void {
    this.active = true;
    clearTimeout(this.idleTimer);
    this.idleTimer = setTimeout(() => {
      const keyboard = this.shadowRoot?.querySelector('vitrine-controls')?.shadowRoot?.querySelector(':focus-visible');
      this.active = !this.playing || Boolean(keyboard);
    }, IDLE_MS);
  }

  private onStagePress(event: PointerEvent): void {
    if (event.target !== event.currentTarget && !(event.target instanceof HTMLVideoElement)) {
      return;
    }
    if (event.pointerType === 'mouse') {
      this.grant({ do: 'toggle-play' });
    } else if (this.active && this.playing) {
      this.active = false;
    } else {
      this.wake();
    }
  }

  private emit(name: string, detail: unknown, cancelable = false): boolean {
    return this.dispatchEvent(
      new CustomEvent(`vitrine:${name}`, { detail, bubbles: true, composed: true, cancelable }),
    );
  }

  private tellState(): void {
    const detail = {
      phase: this.phase,
      live: this.phase === 'onair' && this.position.live && this.position.behind === 0,
      playing: this.playing,
      muted: this.muted,
    };
    const key = JSON.stringify(detail);
    if (key !== this.toldState) {
      this.toldState = key;
      this.dataset['phase'] = this.phase;
      this.emit('statechange', detail);
    }
  }

  protected override render(): unknown {
    const { locale, view, layout } = this;
    const { words } = locale;
    const reason: CurtainReason = this.unsupported ? 'not-supported' : this.phase;
    const modal = !shopStays(layout);
    const onAir = reason === 'onair';
    const shape = this.picture ? this.picture.width / this.picture.height : 16 / 9;
    return html`<div class="frame" part="frame" dir=${locale.direction} lang=${locale.tag}>
      <div
        class="layout"
        role="region"
        aria-label=${words.player(this.heading)}
        data-layout=${layout}
        ?data-rtl=${locale.direction === 'rtl'}
        ?data-active=${this.active || !this.playing}
        ?data-shop=${this.shopOpen}
        data-vars=${cssVars({ '--picture': shape })}
        @vitrine-wish=${(event: WishEvent) => {
          event.stopPropagation();
          this.grant(event.wish);
        }}
        @keydown=${this.onKey}
        @pointermove=${(event: PointerEvent) => event.pointerType === 'mouse' && this.wake()}
        @focusin=${this.wake}
      >
        <section class="stage" part="stage" ?inert=${modal && this.shopOpen} @pointerup=${this.onStagePress}>
          <video part="video" class=${shape < 1 ? 'tall' : ''} playsinline muted .tabIndex=${-1}></video>
          <div class="shade top"></div>
          <div class="shade bottom"></div>
          <vitrine-curtain
            data-reason=${reason}
            exportparts="curtain"
            .reason=${reason}
            .locale=${locale}
            .brand=${this.brand}
            .heading=${this.heading}
            .poster=${this.poster}
            .replay=${this.replay}
            .canReplay=${this.playback?.live === false}
          ></vitrine-curtain>
          ${
            onAir && !this.playing && !this.wantsPlay
              ? html`<button
                  class="round big"
                  aria-label=${words.play}
                  @click=${() => this.grant({ do: 'toggle-play' })}
                >
                  ${icons.play}
                </button>`
              : nothing
          }
          <div class="bar" part="bar">
            ${onAir ? this.badge() : nothing}
            ${
              this.heading && reason !== 'offline' && layout !== 'stacked'
                ? html`<span class="heading" part="heading" dir="auto">${this.heading}</span>`
                : nothing
            }
            ${
              onAir && this.muted && this.soundOffered
                ? html`<button class="sound" part="sound" @click=${() => this.grant({ do: 'toggle-mute' })}>
                    ${icons.muted}${words.tapForSound}
                  </button>`
                : nothing
            }
          </div>
          ${
            onAir
              ? html`<vitrine-controls
                  exportparts="controls"
                  .locale=${locale}
                  .position=${this.position}
                  .markers=${this.markers}
                  .playing=${this.playing}
                  .muted=${this.muted}
                  .volume=${this.volume}
                  .captions=${this.captions}
                  .fullscreen=${this.fullscreen}
                  .canPictureInPicture=${document.pictureInPictureEnabled}
                ></vitrine-controls>`
              : nothing
          }
          <button
            class="round bag"
            part="bag"
            aria-label=${words.openShop(view.table.length)}
            aria-expanded=${this.shopOpen ? 'true' : 'false'}
            @click=${() => this.openShop()}
          >
            ${icons.bag}${
              view.table.length > 0 ? html`<span class="count" aria-hidden="true">${view.table.length}</span>` : nothing
            }
          </button>
        </section>
        <vitrine-card
          exportparts="card, cta, offer"
          ?inert=${modal && this.shopOpen}
          .entry=${view.pinned}
          .locale=${locale}
          .ref=${this.ref}
          .offerLeft=${this.offerLeft()}
        ></vitrine-card>
        <div class="veil" @click=${() => this.closeTray()}></div>
        <vitrine-tray
          exportparts="tray, row, cta"
          ?inert=${!this.shopOpen}
          .view=${view}
          .locale=${locale}
          .ref=${this.ref}
          .second=${this.second}
          .modal=${modal}
          .closable=${layout !== 'stacked'}
          .heading=${layout === 'stacked' ? this.heading : ''}
          .brand=${layout === 'stacked' ? this.brand : ''}
          .pinnedAbove=${layout === 'stacked'}
          .sku=${this.product}
        ></vitrine-tray>
        <p class="sr" role="status">${this.announcement}</p>
      </div>
    </div>`;
  }

  private badge(): unknown {
    const { words } = this.locale;
    const { live, behind } = this.position;
    if (!live) {
      return nothing;
    }
    return behind > 0
      ? html`<button
          class="go-live"
          part="live"
          aria-label="${words.goLive} (${words.behind(formatClock(behind))})"
          @click=${() => this.grant({ do: 'go-live' })}
        >
          <span class="badge">${words.goLive}</span>
        </button>`
      : html`<span class="badge" part="live">${words.live}</span>`;
  }

  private offerLeft(): number | undefined {
    const until = this.view.pinned?.offerUntil;
    return until === undefined || this.second === undefined ? undefined : Math.ceil(until / 1000) - this.second;
  }
}
