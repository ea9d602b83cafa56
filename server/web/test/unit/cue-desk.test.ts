import { describe, expect, test } from 'vitest';
import { ApiError, NoAnswer } from '../../src/api/problem.ts';
import type { CueOrder, CueReceipt, ShopItem } from '../../src/api/types.ts';
import { CueDesk, type CuePort } from '../../src/model/cue-desk.ts';
import { predict, readShop } from '../../src/model/shop-state.ts';

/** A server that answers when it is told to, and remembers what it was asked. */
class HandPort implements CuePort {
  readonly asked: {
    order: CueOrder | null;
    key: string;
    answer: (receipt: CueReceipt) => void;
    refuse: (why: Error) => void;
  }[] = [];

  orderCue(_channel: string, order: CueOrder, key: string): Promise<CueReceipt> {
    return this.#ask(order, key);
  }

  undoCue(_channel: string, key: string): Promise<CueReceipt> {
    return this.#ask(null, key);
  }

  #ask(order: CueOrder | null, key: string): Promise<CueReceipt> {
    return new Promise((answer, refuse) => this.asked.push({ order, key, answer, refuse }));
  }
}

const pin = (sku: string): CueOrder => ({ do: 'pin', sku, at: 'live' });
const receipt = (q: number, state: ShopItem[]): CueReceipt => ({
  id: `e-${q}`,
  q,
  start: '2026-11-22T18:00:00.000Z',
  state,
});
const pinned = (sku: string): ShopItem[] => [{ t: 'pin', sku }];

function open() {
  const port = new HandPort();
  const time = { now: 0 };
  let keys = 0;
  const desk = new CueDesk('main', port, {
    now: () => time.now,
    newKey: () => `key-${++keys}`,
    pause: () => Promise.resolve(),
    user: () => 'me',
  });
  const shop = () => readShop(desk.state.value.shown);
  const turn = () => new Promise((resolve) => setTimeout(resolve));
  return { port, desk, time, shop, turn };
}

describe('an order', () => {
  test('is on the screen at once and confirmed by the answer', async () => {
    const { port, desk, time, shop, turn } = open();
    desk.order(pin('A'));
    expect(shop().pinned).toBe('A');
    expect(readShop(desk.state.value.confirmed).pinned).toBeNull();
    time.now = 43;
    port.asked[0]?.answer(receipt(1, pinned('A')));
    await desk.settled();
    await turn();
    expect(readShop(desk.state.value.confirmed).pinned).toBe('A');
    expect(desk.state.value.answered.get(1)?.confirmedAfterMillis).toBe(43);
    expect(desk.state.value.steps).toEqual([]);
  });

  test('that is refused leaves the screen as the server has it, and says why', async () => {
    const { port, desk, shop } = open();
    desk.load({ epoch: 'e', cues: [{ ...receipt(1, pinned('A')), reason: 'pin' }] });
    desk.order(pin('B'));
    port.asked[0]?.refuse(new ApiError(422, { detail: "sku 'B' is not in the catalogue" }));
    await desk.settled();
    expect(shop().pinned).toBe('A');
    expect(desk.state.value.steps.map((step) => [step.status, step.failure?.message])).toEqual([
      ['failed', "sku 'B' is not in the catalogue"],
    ]);
  });

  test('without an answer is repeated with the same key, so that it cannot happen twice', async () => {
    const { port, desk, turn } = open();
    desk.order(pin('A'));
    port.asked[0]?.refuse(new NoAnswer());
    await turn();
    expect(desk.state.value.steps[0]?.status).toBe('again');
    port.asked[1]?.answer(receipt(1, pinned('A')));
    await desk.settled();
    expect(port.asked.map(({ key }) => key)).toEqual(['key-1', 'key-1']);
    expect(desk.state.value.steps).toEqual([]);
  });

  test('that never gets an answer is given up after five attempts and can be tried again under its key', async () => {
    const { port, desk, turn, shop } = open();
    desk.order(pin('A'));
    for (let attempt = 0; attempt < 5; attempt++) {
      port.asked[attempt]?.refuse(new NoAnswer());
      await turn();
    }
    await desk.settled();
    const [failed] = desk.state.value.steps;
    expect(failed?.status).toBe('failed');
    expect(shop().pinned).toBeNull();
    if (failed !== undefined) desk.retry(failed);
    expect(shop().pinned).toBe('A');
    expect(port.asked.at(-1)?.key).toBe('key-1');
  });

  test('waits for the one before it, so that both keep their order', async () => {
    const { port, desk, shop, turn } = open();
    desk.order(pin('A'));
    desk.order(pin('B'));
    expect(port.asked).toHaveLength(1);
    expect(shop()).toMatchObject({ pinned: 'B', table: ['A', 'B'] });
    port.asked[0]?.answer(receipt(1, pinned('A')));
    await turn();
    expect(port.asked.map(({ order }) => order?.sku)).toEqual(['A', 'B']);
    expect(shop().pinned).toBe('B');
  });
});

describe('undo', () => {
  test('shows the state before the last change at once', () => {
    const { desk, shop } = open();
    desk.load({
      epoch: 'e',
      cues: [
        { ...receipt(1, pinned('A')), reason: 'pin' },
        { ...receipt(2, pinned('B')), reason: 'pin' },
      ],
    });
    desk.undo();
    expect(shop().pinned).toBe('A');
    desk.undo();
    expect(shop().pinned).toBeNull();
    expect(desk.state.value.canUndo).toBe(false);
  });

  test('walks past what was taken back already, and past what expired by itself', () => {
    const { desk, shop } = open();
    desk.load({
      epoch: 'e',
      cues: [
        { ...receipt(1, pinned('A')), reason: 'pin' },
        { ...receipt(2, pinned('B')), reason: 'pin' },
        { ...receipt(3, pinned('A')), reason: 'undo' },
        { ...receipt(4, pinned('A')), reason: 'expire' },
      ],
    });
    desk.undo();
    expect(shop().pinned).toBeNull();
  });
});

describe("somebody else's pin", () => {
  const event = (q: number, sku: string, by: string) => ({
    channel: 'main',
    ...receipt(q, pinned(sku)),
    reason: 'pin',
    by,
  });

  test('is asked about for two seconds', () => {
    const { desk, time } = open();
    time.now = 10_000;
    desk.accept(event(1, 'A', 'Linh'));
    time.now = 11_600;
    expect(desk.contested()).toEqual({ by: 'Linh', sku: 'A', secondsAgo: 2 });
    time.now = 12_001;
    expect(desk.contested()).toBeNull();
  });

  test('is not our own, whether the event or the answer comes first', async () => {
    const { port, desk } = open();
    desk.order(pin('A'));
    desk.accept(event(1, 'A', 'me'));
    expect(desk.contested()).toBeNull();
    port.asked[0]?.answer(receipt(1, pinned('A')));
    await desk.settled();
    expect(desk.contested()).toBeNull();
  });

  test('by the same user on another device is', () => {
    const { desk } = open();
    desk.accept(event(1, 'A', 'me'));
    expect(desk.contested()?.sku).toBe('A');
  });

  test('that arrives late does not undo what the server said since', () => {
    const { desk, shop } = open();
    desk.accept(event(2, 'B', 'Linh'));
    desk.accept(event(1, 'A', 'Linh'));
    expect(shop().pinned).toBe('B');
    expect(desk.state.value.history.map(({ q }) => q)).toEqual([1, 2]);
  });
});

describe('the predicted state', () => {
  const table: ShopItem[] = [
    { t: 'card', sku: 'A' },
    { t: 'pin', sku: 'B' },
    { t: 'offer', sku: 'B', id: 'of1', until: '2026-11-22T18:05:00.000Z' },
  ];

  test.each<[string, Partial<CueOrder> & Pick<CueOrder, 'do'>, string[]]>([
    ['a pin turns the one before into a card', { do: 'pin', sku: 'A' }, ['pin A', 'card B', 'offer B']],
    ['a pin brings its product to the table', { do: 'pin', sku: 'C' }, ['card A', 'card B', 'pin C', 'offer B']],
    ['unpin leaves it on the table', { do: 'unpin' }, ['card A', 'card B', 'offer B']],
    ['hide takes its offer along', { do: 'hide', sku: 'B' }, ['card A']],
    ['show adds a card', { do: 'show', sku: 'C' }, ['card A', 'pin B', 'card C', 'offer B']],
    ['show of what is there changes nothing', { do: 'show', sku: 'B' }, ['card A', 'pin B', 'offer B']],
    ['an offer replaces the one before', { do: 'offer', sku: 'B', until: 'x' }, ['card A', 'pin B', 'offer B']],
    ['clear leaves nothing', { do: 'clear' }, []],
  ])('%s', (_name, order, items) => {
    expect(predict(table, { at: 'live', ...order }).map(({ t, sku }) => `${t} ${sku ?? ''}`)).toEqual(items);
  });
});
