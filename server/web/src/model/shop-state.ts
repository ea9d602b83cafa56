import type { Cue, CueOrder, ShopItem } from '../api/types.ts';

/** What viewers have in front of them, read from the items of a cue. */
export interface Shop {
  pinned: string | null;
  /** Skus on the table, pinned one included, in the order they came. */
  table: string[];
  /** Sku to the media date at which its offer ends. */
  offers: Map<string, string>;
}

const TABLE = 'card';
const PIN = 'pin';
const OFFER = 'offer';
const COMMANDS: ReadonlySet<string> = new Set(['show', 'pin', 'unpin', 'hide', 'offer', 'clear']);

export function readShop(items: readonly ShopItem[]): Shop {
  const shop: Shop = { pinned: null, table: [], offers: new Map() };
  for (const { t, sku, until } of items) {
    if (sku === undefined) continue;
    if ((t === TABLE || t === PIN) && !shop.table.includes(sku)) shop.table.push(sku);
    if (t === PIN) shop.pinned = sku;
    if (t === OFFER && until !== undefined) shop.offers.set(sku, until);
  }
  return shop;
}

/**
 * What the server will most likely answer to an order, so that the screen can move at once. Only for the time until it
 * does: its answer is the whole state and replaces this. The table comes first, a product on it once, as a card or as
 * the pin; the offers follow.
 */
export function predict(items: readonly ShopItem[], order: Pick<CueOrder, 'do' | 'sku' | 'until'>): ShopItem[] {
  const { sku, until } = order;
  if (order.do === 'clear') return [];
  if (order.do === 'unpin') return pinned(items, null);
  if (sku === undefined) return [...items];
  switch (order.do) {
    case 'show':
      return onTable(items, sku);
    case 'pin':
      return pinned(onTable(items, sku), sku);
    case 'hide':
      return items.filter((item) => item.sku !== sku);
    case 'offer': {
      const others = onTable(items, sku).filter((item) => !(item.t === OFFER && item.sku === sku));
      return until === undefined ? others : [...others, { t: OFFER, sku, until }];
    }
  }
}

function onTable(items: readonly ShopItem[], sku: string): ShopItem[] {
  if (items.some((item) => item.t !== OFFER && item.sku === sku)) return [...items];
  const table = items.filter((item) => item.t !== OFFER);
  return [...table, { t: TABLE, sku }, ...items.filter((item) => item.t === OFFER)];
}

function pinned(items: readonly ShopItem[], sku: string | null): ShopItem[] {
  return items.map((item) => (item.t === OFFER ? item : { ...item, t: item.sku === sku ? PIN : TABLE }));
}

/**
 * The states an undo would walk back through, the present one last: every command adds one, every undo takes one away,
 * and what the desk does by itself (an offer that expires) is nobody's to take back. The first is the empty shop.
 */
export function undoStack(history: readonly Cue[]): ShopItem[][] {
  const stack: ShopItem[][] = [[]];
  for (const cue of history) {
    if (cue.reason === 'undo') {
      if (stack.length > 1) stack.pop();
    } else if (COMMANDS.has(cue.reason)) {
      stack.push(cue.state);
    }
  }
  return stack;
}

/** Cues that an undo took back, so that the log can say so. */
export function undoneCues(history: readonly Cue[]): Set<number> {
  const open: number[] = [];
  const undone = new Set<number>();
  for (const { q, reason } of history) {
    const last = reason === 'undo' ? open.pop() : undefined;
    if (last !== undefined) undone.add(last);
    if (COMMANDS.has(reason)) open.push(q);
  }
  return undone;
}

/** The product a cue was about: what it added to, or took from, the state before it. */
export function subjectOf(cue: Cue, before: Cue | undefined): string | null {
  const now = readShop(cue.state);
  const then = readShop(before?.state ?? []);
  switch (cue.reason) {
    case 'pin':
      return now.pinned;
    case 'unpin':
      return then.pinned;
    case 'show':
      return now.table.find((sku) => !then.table.includes(sku)) ?? null;
    case 'hide':
      return then.table.find((sku) => !now.table.includes(sku)) ?? null;
    case 'offer':
      return [...now.offers].find(([sku, until]) => then.offers.get(sku) !== until)?.[0] ?? null;
    default:
      return null;
  }
}
