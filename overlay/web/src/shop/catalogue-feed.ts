import { type Catalogue, decodeCatalogue } from './catalogue.ts';

/** Without news the catalogue is asked for this often, in ms; an unchanged one costs a 304. */
const POLL_MS = 30_000;
/** An audience that hears of a change at once must not ask at once. */
const SPREAD_MS = 1_500;
const RETRY_MS = 5_000;

export interface CatalogueFeedOptions {
  /** Address of products.json. */
  readonly products: string;
  /** Address of the channel's event stream; undefined for a replay. */
  readonly events: string | undefined;
  onCatalogue(catalogue: Catalogue): void;
  onUnreachable(error: unknown): void;
}

/** Keeps the catalogue fresh: prices and stock change while a show is on, and the playlist knows nothing of them. */
export class CatalogueFeed {
  private readonly stop = new AbortController();
  private readonly stream: EventSource | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly options: CatalogueFeedOptions) {
    if (options.events) {
      this.stream = new EventSource(options.events);
      this.stream.addEventListener('products', () => this.refreshIn(Math.random() * SPREAD_MS));
    }
    void this.refresh();
  }

  /** Asks now; answers when it is done, well or not. */
  async refresh(): Promise<void> {
    clearTimeout(this.timer);
    const { products, onCatalogue, onUnreachable } = this.options;
    let next = POLL_MS * (0.8 + 0.4 * Math.random());
    try {
      const response = await fetch(products, { cache: 'no-cache', signal: this.stop.signal });
      if (!response.ok) {
        throw new Error(`${products} answered ${response.status}`);
      }
      onCatalogue(decodeCatalogue(await response.json(), products));
    } catch (error) {
      if (this.stop.signal.aborted) {
        return;
      }
      next = RETRY_MS;
      onUnreachable(error);
    }
    this.refreshIn(next);
  }

  destroy(): void {
    this.stop.abort();
    this.stream?.close();
    clearTimeout(this.timer);
  }

  private refreshIn(ms: number): void {
    clearTimeout(this.timer);
    if (!this.stop.signal.aborted) {
      this.timer = setTimeout(() => void this.refresh(), ms);
    }
  }
}
