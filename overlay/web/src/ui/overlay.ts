import { css, html, LitElement, type PropertyValues } from 'lit';
import { property, state } from 'lit/decorators.js';
import { localeOf } from '../i18n/locale.ts';
import { CatalogueFeed } from '../shop/catalogue-feed.ts';
import { newestState } from '../shop/cue-list.ts';
import { CueTimeline, type CueRange } from '../shop/timeline.ts';
import { type ShopView, ShopStore } from '../shop/store.ts';
import { base, tokens } from './base-styles.ts';
import { applyAccent } from './contrast.ts';

const POLL_MS = 1_000;
/** A broadcast is not asked again and again by a machine whose show is over. */
const POLL_OFFLINE_MS = 5_000;

/**
 * `<vitrine-overlay>`: the newest card of a channel, without a picture, transparent. It follows `/live/<channel>/cues.json`,
 * for the scene that it lies on is itself at the live edge. Not for viewers: they get the card on its frame.
 */
export class OverlayElement extends LitElement {
  static override readonly styles = [
    tokens,
    base,
    css`
      :host {
        display: block;
        font-family: var(--v-font);
        line-height: var(--v-leading);
        -webkit-font-smoothing: antialiased;
      }
      .frame {
        container: player / size;
        position: relative;
        inline-size: 100%;
        block-size: 100%;
      }
      /* Drawn for a phone and enlarged: a scene of 1920 px is looked at on small screens. */
      vitrine-card {
        position: absolute;
        inset-block-end: 6cqb;
        inset-inline-start: 4cqi;
        inline-size: 344px;
        scale: calc(100cqi / 960px);
        transform-origin: bottom left;
      }
    `,
  ];

  @property() channel = '';
  @property() products = '/products.json';
  @property() override lang = '';
  @property() accent = '';

  @state() private view: ShopView;

  private readonly store = new ShopStore();
  private feed: CatalogueFeed | undefined;
  private life = new AbortController();

  constructor() {
    super();
    this.view = this.store.view;
    this.store.subscribe((view) => (this.view = view));
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.life = new AbortController();
    this.dataset['theme'] = 'light';
    this.feed = new CatalogueFeed({
      products: new URL(this.products, document.baseURI).href,
      events: new URL(`/live/${this.channel}/events`, document.baseURI).href,
      onCatalogue: (catalogue) => this.store.setCatalogue(catalogue),
      onUnreachable: () => this.store.setCatalogueUnreachable(),
    });
    void this.follow(this.life.signal);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.life.abort();
    this.feed?.destroy();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('accent')) {
      applyAccent(this, this.accent);
    }
  }

  private async follow(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const range = await this.newest(signal);
      this.store.setTimeline(range ? CueTimeline.ofRanges([range]) : CueTimeline.EMPTY);
      this.store.setPlayhead(range?.start);
      await new Promise((resolve) => setTimeout(resolve, range ? POLL_MS : POLL_OFFLINE_MS));
    }
  }

  private async newest(signal: AbortSignal): Promise<CueRange | undefined> {
    try {
      const response = await fetch(`/live/${this.channel}/cues.json`, { cache: 'no-cache', signal });
      return response.ok ? newestState(await response.json()) : undefined;
    } catch {
      return undefined;
    }
  }

  protected override render(): unknown {
    return html`<div class="frame">
      <vitrine-card
        .picture=${true}
        .entry=${this.view.pinned}
        .locale=${localeOf(this.lang)}
        .offerLeft=${undefined}
      ></vitrine-card>
    </div>`;
  }
}
