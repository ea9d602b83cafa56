import { describe, expect, it } from 'vitest';
import { decodeCatalogue } from './catalogue.ts';
import { SHOP_CLASS } from './cue.ts';
import { ShopStore } from './store.ts';
import { CueTimeline } from './timeline.ts';

const encode = (json: unknown): string => `v1.${Buffer.from(JSON.stringify(json)).toString('base64url')}`;
const product = (sku: string): object => ({ sku, title: sku, price: { amountMinor: 1, currency: 'VND' } });

const timeline = CueTimeline.of(
  [
    { q: 1, start: 0, end: 60, s: [{ t: 'pin', sku: 'A' }] },
    {
      q: 2,
      start: 20,
      end: 80,
      s: [
        { t: 'card', sku: 'A' },
        { t: 'pin', sku: 'B' },
        { t: 'offer', sku: 'B', id: 'o', until: '1970-01-01T00:00:01.000Z' },
      ],
    },
  ].map(({ q, start, end, s }) => ({ id: `e-${q}`, class: SHOP_CLASS, start, end, value: encode({ q, r: 'x', s }) })),
);

function store(...skus: string[]): ShopStore {
  const shop = new ShopStore();
  shop.setCatalogue(decodeCatalogue({ version: 1, products: skus.map(product) }, 'https://live.example/'));
  shop.setTimeline(timeline);
  return shop;
}

describe('ShopStore', () => {
  it('shows what the frame says, forwards and backwards', () => {
    const shop = store('A', 'B');
    const pinnedAt = (date: number | undefined): string | undefined => {
      shop.setPlayhead(date);
      return shop.view.pinned?.sku;
    };
    expect([pinnedAt(undefined), pinnedAt(0), pinnedAt(20), pinnedAt(79), pinnedAt(80), pinnedAt(19)]).toEqual([
      undefined,
      'A',
      'B',
      'B',
      undefined,
      'A',
    ]);
  });

  it('joins product and offer', () => {
    const shop = store('A', 'B');
    shop.setPlayhead(30);
    expect(shop.view.pinned).toMatchObject({ sku: 'B', product: { title: 'B' }, offerUntil: 1000 });
    expect(shop.view.table.map((entry) => entry.sku)).toEqual(['A', 'B']);
  });

  it('keeps the same view, and silence, while the answer is the same', () => {
    const shop = store('A');
    shop.setPlayhead(1);
    const before = shop.view;
    let told = 0;
    shop.subscribe(() => told++);
    shop.setPlayhead(2);
    shop.setTimeline(timeline);
    expect([shop.view === before, told]).toEqual([true, 0]);
  });

  it('keeps a place for a product while the catalogue is on its way, and drops it when the catalogue has none', () => {
    const shop = new ShopStore();
    shop.setTimeline(timeline);
    shop.setPlayhead(1);
    expect(shop.view.pinned).toEqual({ sku: 'A', product: undefined, offerUntil: undefined });
    shop.setCatalogueUnreachable();
    expect(shop.view.pinned?.sku).toBe('A');
    shop.setCatalogue(decodeCatalogue({ version: 1, products: [] }, 'https://live.example/'));
    expect(shop.view.pinned).toBeUndefined();
  });

  it('tells listeners what was and what is, until they stop listening', () => {
    const shop = store('A', 'B');
    const changes: unknown[] = [];
    const stop = shop.subscribe((view, previous) => changes.push([previous.cue?.q, view.cue?.q]));
    shop.setPlayhead(1);
    shop.setPlayhead(25);
    stop();
    shop.setPlayhead(1);
    expect(changes).toEqual([
      [undefined, 1],
      [1, 2],
    ]);
  });
});
