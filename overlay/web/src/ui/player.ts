import { LitElement, type PropertyValues } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { type Locale, localeOf } from '../i18n/locale.ts';
import { CatalogueFeed } from '../shop/catalogue-feed.ts';
import { formatMoney } from '../shop/money.ts';
import { type ShopView, ShopStore } from '../shop/store.ts';
import type { CueRange } from '../shop/timeline.ts';
import { base, tokens } from './base-styles.ts';
import { captionsOf, showCaptions } from './captions.ts';
import { applyAccent } from './contrast.ts';
import type { Captions } from './controls.ts';
import { wishOfKey } from './keys.ts';
import { type Box, chooseLayout, type Layout, shopStays } from './layout.ts';
import { playerStyles } from './player-styles.ts';
import { type PlayerLook, playerView } from './player-view.ts';
import type { TrayElement } from './tray.ts';
import { Watching } from './watching.ts';
import { toggleFullscreen, togglePictureInPicture } from './windows.ts';
import type { Wish } from './wish.ts';

/** The controls go after this long without a finger, pointer or key, in ms. */
const IDLE_MS = 3_000;

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
  /** Until the player knows its size nothing is shown that would have to go again. */
  @state() private layout: Layout = 'mini';
  @state() private picture: Box | undefined;
  @state() private shopWanted = false;
  @state() private shopHidden = false;
  @state() private product: string | undefined;
  @state() private active = true;
  @state() private playing = false;
  @state() private muted = true;
  @state() private volume = 1;
  @state() private soundOffered = true;
  @state() private captions: Captions = { tracks: [], shown: -1 };
  @state() private fullscreen = false;
  @state() private announcement = '';

  @query('video') private readonly video!: HTMLVideoElement;
  @query('vitrine-tray') private readonly tray!: TrayElement;

  private readonly store = new ShopStore();
  private readonly watching: Watching;
  private feed: CatalogueFeed | undefined;
  private life = new AbortController();
  private begun = false;
  private idleTimer: ReturnType<typeof setTimeout> | undefined;
  private opener: HTMLElement | undefined;
  private announced: string | undefined;
  private toldState = '';

  constructor() {
    super();
    this.view = this.store.view;
    const element = this as PlayerElement;
    this.watching = new Watching(
      {
        get video() {
          return element.video;
        },
        dataset: this.dataset,
        error: (where, message) => this.emit('error', { where, message }),
        changed: () => {
          this.requestUpdate();
          this.tellState();
        },
      },
      this.store,
    );
    this.store.subscribe((view, previous) => this.onView(view, previous));
  }

  // ── what a page may ask ────────────────────────────────────────────────────────────────────────────────────────

  async play(): Promise<void> {
    this.watching.wantsPlay = true;
    this.watching.session.onExpecting();
    await this.video.play();
  }

  pause(): void {
    this.watching.wantsPlay = false;
    this.video.pause();
  }

  /** Seconds on the player's own clock, or the live position. */
  seek(to: number | 'live'): void {
    const stretch = this.watching.seekable;
    if (!stretch) {
      return;
    }
    const time = to === 'live' ? stretch.end : Math.min(Math.max(to, stretch.start), stretch.end);
    if (Number.isFinite(time)) {
      this.video.currentTime = time;
      this.watching.locate();
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
    this.watching.detach();
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
    if (!this.begun) {
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
    this.begun = true;
    this.watching.attach();
    const on = (event: keyof HTMLMediaElementEventMap, listener: () => void): void =>
      video.addEventListener(event, listener, { signal });
    on('timeupdate', () => this.watching.locate());
    on('seeking', () => this.watching.locate());
    on('play', () => this.onPlay(true));
    on('pause', () => this.onPlay(false));
    on('ended', () => this.watching.session.onEnded());
    on('waiting', () => this.watching.onWaiting());
    on('error', () => video.error && this.watching.recover());
    on('volumechange', () => this.onVolume());
    video.addEventListener('resize', () => this.onPicture(), { signal });
    on('loadedmetadata', () => this.onPicture());
    for (const event of ['addtrack', 'removetrack', 'change'] as const) {
      video.textTracks.addEventListener(event, () => (this.captions = captionsOf(this.video)), { signal });
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
    this.watching.watch(this.src ? new URL(this.src, document.baseURI).href : undefined);
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

  // ── playback ──────────────────────────────────────────────────────────────────────────────────────────────────

  private onPlay(playing: boolean): void {
    this.playing = playing;
    if (playing) {
      this.watching.wantsPlay = true;
      this.watching.session.onExpecting();
    } else {
      this.watching.session.onIdle();
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
      this.watching.session.onIdle();
    } else if (!this.video.paused) {
      this.watching.session.onExpecting();
    }
  }

  private onPicture(): void {
    const { videoWidth, videoHeight } = this.video;
    this.picture = videoWidth > 0 ? { width: videoWidth, height: videoHeight } : undefined;
    this.arrange();
  }

  // ── the shop ───────────────────────────────────────────────────────────────────────────────────────────────────

  private onView(view: ShopView, previous: ShopView): void {
    this.view = view;
    if (view.cue !== previous.cue) {
      this.tellCue(view.cue, previous.cue);
    }
    if (view.catalogue !== previous.catalogue) {
      this.watching.mark();
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
        this.watching.session.onReplay();
        this.video.currentTime = this.watching.seekable?.start ?? 0;
        return void this.play().catch(() => undefined);
      case 'captions':
        return showCaptions(this.video, wish.track);
      case 'picture-in-picture':
        return void togglePictureInPicture(this.video);
      case 'fullscreen':
        return void toggleFullscreen(this, (fills) => (this.fullscreen = fills));
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
    const wish =
      onControl && (event.key === ' ' || event.key === 'Enter')
        ? undefined
        : wishOfKey(event.key, this.video.currentTime);
    if (wish) {
      event.preventDefault();
      this.grant(wish);
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
      phase: this.watching.phase,
      live: this.watching.phase === 'onair' && this.watching.position.live && this.watching.position.behind === 0,
      playing: this.playing,
      muted: this.muted,
    };
    const key = JSON.stringify(detail);
    if (key !== this.toldState) {
      this.toldState = key;
      this.dataset['phase'] = this.watching.phase;
      this.emit('statechange', detail);
    }
  }

  protected override render(): unknown {
    return playerView(this.look(), {
      grant: (wish) => this.grant(wish),
      key: (event) => this.onKey(event),
      pressStage: (event) => this.onStagePress(event),
      wake: () => this.wake(),
      openShop: () => this.openShop(),
      closeShop: () => this.closeTray(),
    });
  }

  private look(): PlayerLook {
    const { locale, layout, picture, view, watching, shopOpen, product, active, playing, muted, volume } = this;
    const { soundOffered, captions, fullscreen, announcement, brand, heading, poster, replay, ref } = this;
    return {
      ...{ locale, layout, picture, view, watching, shopOpen, product, active, playing, muted, volume },
      ...{ soundOffered, captions, fullscreen, announcement, brand, heading, poster, replay, ref },
    };
  }
}
