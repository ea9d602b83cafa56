import { type Catalogue, EMPTY_CATALOGUE, type Product } from './catalogue.ts';
import { type CueRange, CueTimeline, pinOf } from './timeline.ts';

/** A product of the state, with what the catalogue knows of it: nothing while the catalogue is on its way. */
export interface TableEntry {
  readonly sku: string;
  readonly product: Product | undefined;
  /** Media date at which the running offer ends, ms since 1970. */
  readonly offerUntil: number | undefined;
}

export type CatalogueHealth = 'loading' | 'ready' | 'unreachable';

/** What there is to draw at the displayed frame. */
export interface ShopView {
  /** The range that decided; undefined when none covers the frame. */
  readonly cue: CueRange | undefined;
  readonly pinned: TableEntry | undefined;
  readonly table: readonly TableEntry[];
  readonly recent: readonly Product[];
  readonly catalogue: Catalogue;
  readonly health: CatalogueHealth;
}

const EMPTY: ShopView = {
  cue: undefined,
  pinned: undefined,
  table: [],
  recent: [],
  catalogue: EMPTY_CATALOGUE,
  health: 'loading',
};

/**
 * The shop without a browser: timeline, playhead and catalogue go in; a view comes out, the same object until
 * something in it changes, so that thirty frames a second cost thirty comparisons and no drawing.
 */
export class ShopStore {
  private timelineNow = CueTimeline.EMPTY;
  private date: number | undefined;
  private viewNow = EMPTY;
  private readonly listeners = new Set<(view: ShopView, previous: ShopView) => void>();

  get view(): ShopView {
    return this.viewNow;
  }

  get timeline(): CueTimeline {
    return this.timelineNow;
  }

  /** Tells about every change of the view, at once; answers how to stop. */
  subscribe(listener: (view: ShopView, previous: ShopView) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  setTimeline(timeline: CueTimeline): void {
    this.timelineNow = timeline;
    this.decide();
  }

  /** The media date of the frame on screen, ms since 1970; undefined when there is none. */
  setPlayhead(date: number | undefined): void {
    this.date = date;
    this.decide();
  }

  setCatalogue(catalogue: Catalogue): void {
    this.update({ ...this.viewNow, catalogue, health: 'ready' });
  }

  /** The catalogue could not be read; what was read before stays. */
  setCatalogueUnreachable(): void {
    this.update({ ...this.viewNow, health: 'unreachable' });
  }

  private decide(): void {
    const cue = this.date === undefined ? undefined : this.timelineNow.at(this.date);
    if (cue?.id !== this.viewNow.cue?.id) {
      this.update({ ...this.viewNow, cue });
    }
  }

  private update(view: ShopView): void {
    const previous = this.viewNow;
    this.viewNow = this.draw(view);
    for (const listener of this.listeners) {
      listener(this.viewNow, previous);
    }
  }

  private draw(view: ShopView): ShopView {
    const { bySku } = view.catalogue;
    const state = view.cue?.state ?? [];
    const table = state
      .filter((item) => item.t !== 'offer')
      // A product that the catalogue no longer has is not for sale; while there is no catalogue, nobody knows.
      .filter((item) => view.health !== 'ready' || bySku.has(item.sku))
      .map(({ sku }) => {
        const offer = state.find((item) => item.t === 'offer' && item.sku === sku);
        return { sku, product: bySku.get(sku), offerUntil: offer?.t === 'offer' ? offer.until : undefined };
      });
    const pin = pinOf(state);
    const recent = this.date === undefined ? [] : this.timelineNow.shownBefore(this.date);
    return {
      ...view,
      table,
      pinned: table.find((entry) => entry.sku === pin),
      recent: recent.map((sku) => bySku.get(sku)).filter((product) => product !== undefined),
    };
  }
}
