import { type CuePayload, type ShopState, decodePayload, SHOP_CLASS } from './cue.ts';

/** A date range as any player hands it over: from the playlist (hls.js) or from metadata cues (Safari). */
export interface DateRangeTag {
  readonly id: string;
  readonly class: string;
  /** ms since 1970, inclusive. */
  readonly start: number;
  /** ms since 1970, exclusive. */
  readonly end: number;
  /** Value of X-DEV-VITRINE-STATE. */
  readonly value: string | undefined;
}

/** One range of ours: `state` holds for dates in [start, end) unless a range with a higher q covers them too. */
export interface CueRange extends CuePayload {
  readonly id: string;
  readonly start: number;
  readonly end: number;
}

/** A moment at which another product came onto the card. */
export interface PinChange {
  readonly date: number;
  readonly sku: string;
}

/** The ranges of one playlist. Immutable: a new version of the playlist makes a new timeline. */
export class CueTimeline {
  static readonly EMPTY = new CueTimeline([]);

  /** By rising q. */
  private constructor(readonly ranges: readonly CueRange[]) {}

  static of(tags: Iterable<DateRangeTag>): CueTimeline {
    const ranges: CueRange[] = [];
    for (const tag of tags) {
      if (tag.class !== SHOP_CLASS || tag.value === undefined || !(tag.end > tag.start)) {
        continue;
      }
      const payload = decodePayload(tag.value);
      if (payload) {
        ranges.push({ id: tag.id, start: tag.start, end: tag.end, ...payload });
      }
    }
    return CueTimeline.ofRanges(ranges);
  }

  static ofRanges(ranges: readonly CueRange[]): CueTimeline {
    return new CueTimeline(ranges.toSorted((a, b) => a.q - b.q));
  }

  /** The reader's rule: the covering range with the highest q wins; none means that the shop is empty. */
  at(date: number): CueRange | undefined {
    return this.ranges.findLast((range) => range.start <= date && date < range.end);
  }

  /** When which product came onto the card, oldest first, as a viewer sees it who watches from the beginning. */
  pinChanges(): PinChange[] {
    const changes: PinChange[] = [];
    let pinned: string | undefined;
    for (const date of this.edges()) {
      const next = pinOf(this.at(date)?.state);
      if (next !== undefined && next !== pinned) {
        changes.push({ date, sku: next });
      }
      pinned = next;
    }
    return changes;
  }

  /** Products that were on the table before `date` and are not at `date`, the latest first. */
  shownBefore(date: number): string[] {
    const now = skusOf(this.at(date)?.state);
    const lastSeen = new Map<string, number>();
    for (const edge of this.edges()) {
      if (edge >= date) {
        break;
      }
      for (const sku of skusOf(this.at(edge)?.state)) {
        lastSeen.set(sku, edge);
      }
    }
    return [...lastSeen]
      .filter(([sku]) => !now.has(sku))
      .sort((a, b) => b[1] - a[1])
      .map(([sku]) => sku);
  }

  /** Every date at which the answer of `at` may change. */
  private edges(): number[] {
    return [...new Set(this.ranges.flatMap((range) => [range.start, range.end]))].sort((a, b) => a - b);
  }
}

export function pinOf(state: ShopState | undefined): string | undefined {
  return state?.find((item) => item.t === 'pin')?.sku;
}

export function skusOf(state: ShopState | undefined): Set<string> {
  return new Set(state?.filter((item) => item.t !== 'offer').map((item) => item.sku));
}
