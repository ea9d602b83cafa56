import { describe, expect, test } from 'vitest';
import { parseRetryAfter } from '../../src/api/problem.ts';
import type { Cue, Product } from '../../src/api/types.ts';
import { en } from '../../src/i18n/en.ts';
import { vi } from '../../src/i18n/vi.ts';
import { edgeNow, formatClock, formatShortClock } from '../../src/model/clock.ts';
import { CHANNEL_ID, fold, suggestId } from '../../src/model/fold.ts';
import { formatBitrate } from '../../src/model/measures.ts';
import { draftOf, emptyDraft, productOf } from '../../src/model/product-draft.ts';
import { href, parseRoute, type Route } from '../../src/model/route.ts';
import { following, numbered, preceding, search } from '../../src/model/run-order.ts';
import { openSettings } from '../../src/model/settings.ts';
import { subjectOf, undoneCues } from '../../src/model/shop-state.ts';
import { belongsToFocus, commandOf } from '../../src/model/shortcuts.ts';

const product = (sku: string, title = sku): Product => ({
  sku,
  title,
  price: { amountMinor: 1, currency: 'VND' },
  link: 'https://shop.example/',
});

describe('the id suggested for a title', () => {
  test.each([
    ['Mây, buổi tối', 'may-buoi-toi'],
    ['  Đèn lồng — Hội An! ', 'den-long-hoi-an'],
    ['Main', 'main'],
    ['漢字', ''],
    ['x'.repeat(80), 'x'.repeat(63)],
    [`${'y'.repeat(62)} z`, 'y'.repeat(62)],
  ])('%s: %s', (title, id) => {
    expect(suggestId(title)).toBe(id);
    if (id !== '') expect(id).toMatch(CHANNEL_ID);
  });
});

describe('the run of show', () => {
  const list = [product('A', 'Áo dài lụa'), product('B', 'Đèn lồng'), product('C', 'Khăn lụa')];

  test('is found without marks, and keeps its numbers', () => {
    expect(search(numbered(list), 'lua').map(({ number }) => number)).toEqual([1, 3]);
    expect(search(numbered(list), 'DEN').map(({ number }) => number)).toEqual([2]);
    expect(search(numbered(list), 'khan lụa').map(({ number }) => number)).toEqual([3]);
    expect(fold('Đặng Ấu Ễ')).toBe('dang au e');
  });

  test('begins at the top and ends at the end', () => {
    expect(following(list, null)?.sku).toBe('A');
    expect(following(list, 'A')?.sku).toBe('B');
    expect(following(list, 'C')).toBeNull();
    expect(preceding(list, 'B')?.sku).toBe('A');
    expect(preceding(list, 'A')).toBeNull();
    expect(preceding(list, null)).toBeNull();
  });
});

describe('a key', () => {
  const press = (key: string, more = {}) => ({
    key,
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    repeat: false,
    ...more,
  });
  const element = (localName: string, type: string | null = null) =>
    ({ localName, isContentEditable: false, getAttribute: () => type }) as unknown as EventTarget;

  test('is a command', () => {
    expect([' ', 'Backspace', '7', 'Escape', 'u', 'U', '?'].map((key) => commandOf(press(key)))).toEqual([
      { do: 'next' },
      { do: 'previous' },
      { do: 'pin', number: 7 },
      { do: 'unpin' },
      { do: 'undo' },
      { do: 'undo' },
      { do: 'help' },
    ]);
  });

  test('held down, with a modifier, or without a meaning is none', () => {
    expect(commandOf(press(' ', { repeat: true }))).toBeNull();
    expect(commandOf(press('u', { ctrlKey: true }))).toBeNull();
    expect(commandOf(press('0'))).toBeNull();
    expect(commandOf(press('x'))).toBeNull();
  });

  test('stays with a text field; Space also with a button', () => {
    expect(belongsToFocus(press('u'), [element('input', 'search')])).toBe(true);
    expect(belongsToFocus(press('u'), [element('textarea')])).toBe(true);
    expect(belongsToFocus(press('u'), [element('input', 'checkbox')])).toBe(false);
    expect(belongsToFocus(press(' '), [element('span'), element('button')])).toBe(true);
    expect(belongsToFocus(press('u'), [element('button')])).toBe(false);
    expect(belongsToFocus(press('u'), [element('button'), element('dialog')])).toBe(true);
    expect(belongsToFocus(press(' '), [element('main')])).toBe(false);
  });
});

test.each<Route>([
  { page: 'channels' },
  { page: 'new-channel' },
  { page: 'room', channel: 'main' },
  { page: 'setup', channel: 'main' },
  { page: 'products' },
  { page: 'new-product' },
  { page: 'product', sku: 'TS-01.a/b' },
  { page: 'import' },
  { page: 'shows' },
])('the address of $page leads there', (route) => {
  expect(parseRoute(href(route))).toEqual(route);
});

test('an address nobody knows leads to the channels', () => {
  for (const hash of ['', '#', '#/', '#/nowhere', '#/%E0%A4%A']) expect(parseRoute(hash)).toEqual({ page: 'channels' });
});

test('clocks keep their width', () => {
  expect(formatClock(0)).toBe('00:00:00');
  expect(formatClock(3_723_900)).toBe('01:02:03');
  expect(formatClock(-5)).toBe('00:00:00');
  expect(formatShortClock(763_000)).toBe('12:43');
  expect(formatShortClock(3_723_000)).toBe('01:02:03');
});

test('the edge runs on while media arrives and stands while none does', () => {
  const edge = '2026-11-22T18:00:00.000Z';
  expect(edgeNow(edge, 1000, 3500, true) - Date.parse(edge)).toBe(2500);
  expect(edgeNow(edge, 1000, 3500, false)).toBe(Date.parse(edge));
});

test('bit rates are written in the unit that reads best', () => {
  expect(formatBitrate(2_013_000, 'en-GB')).toBe('2.0 Mbit/s');
  expect(formatBitrate(128_400, 'en-GB')).toBe('128 kbit/s');
  expect(formatBitrate(2_513_000, 'vi-VN')).toBe('2,5 Mbit/s');
});

test('Retry-After is seconds, or a date', () => {
  expect(parseRetryAfter('300', 0)).toBe(300);
  expect(parseRetryAfter('Thu, 01 Jan 1970 00:01:00 GMT', 30_000)).toBe(30);
  expect(parseRetryAfter('soon', 0)).toBeNull();
  expect(parseRetryAfter(null, 0)).toBeNull();
});

describe('the log', () => {
  const cue = (q: number, reason: string, state: Cue['state']): Cue => ({ id: `e-${q}`, q, start: '', reason, state });
  const A = { t: 'pin', sku: 'A' };
  const B = { t: 'pin', sku: 'B' };

  test('knows what a cue was about', () => {
    expect(subjectOf(cue(1, 'pin', [A]), undefined)).toBe('A');
    expect(subjectOf(cue(2, 'unpin', [{ ...A, t: 'card' }]), cue(1, 'pin', [A]))).toBe('A');
    expect(subjectOf(cue(2, 'show', [A, { t: 'card', sku: 'C' }]), cue(1, 'pin', [A]))).toBe('C');
    expect(subjectOf(cue(2, 'hide', []), cue(1, 'pin', [A]))).toBe('A');
    expect(subjectOf(cue(2, 'offer', [A, { t: 'offer', sku: 'A', until: 'x' }]), cue(1, 'pin', [A]))).toBe('A');
    expect(subjectOf(cue(2, 'clear', []), cue(1, 'pin', [A]))).toBeNull();
  });

  test('marks what was taken back', () => {
    const history = [cue(1, 'pin', [A]), cue(2, 'pin', [B]), cue(3, 'undo', [A]), cue(4, 'undo', [])];
    expect([...undoneCues(history)]).toEqual([2, 1]);
  });
});

describe('the product form', () => {
  const good = { ...emptyDraft('VND'), sku: 'X-1', title: 'Áo', price: '990.000', link: 'https://shop.example/x' };
  const read = (draft: typeof good, before: Product | null = null) =>
    productOf(draft, 'vi-VN', before, (sku) => sku === 'TAKEN');
  const faultsOf = (draft: typeof good) => {
    const result = read(draft);
    return 'faults' in result ? Object.keys(result.faults) : [];
  };

  test('makes a product without empty members', () => {
    expect(read(good)).toEqual({
      product: {
        sku: 'X-1',
        title: 'Áo',
        price: { amountMinor: 990_000, currency: 'VND' },
        link: 'https://shop.example/x',
        availability: 'in_stock',
      },
    });
  });

  test('keeps what it does not show, and drops what was emptied', () => {
    const before: Product = {
      ...product('X-1'),
      images: ['/images/a.png'],
      options: { Size: 'M' },
      brand: 'Mây',
      stock: 3,
    };
    expect(read(good, before)).toEqual({
      product: {
        sku: 'X-1',
        title: 'Áo',
        price: { amountMinor: 990_000, currency: 'VND' },
        link: 'https://shop.example/x',
        availability: 'in_stock',
        images: ['/images/a.png'],
        options: { Size: 'M' },
      },
    });
  });

  test('what it shows of a product reads back as that product', () => {
    const before: Product = {
      ...product('X-1', 'Áo dài'),
      price: { amountMinor: 1990, currency: 'USD' },
      compareAt: { amountMinor: 2990, currency: 'USD' },
      availability: 'preorder',
      stock: 0,
      code: 'A1',
    };
    expect(productOf(draftOf(before, 'vi-VN'), 'vi-VN', before, () => true)).toEqual({ product: before });
  });

  test.each<[Partial<typeof good>, string]>([
    [{ sku: '' }, 'sku'],
    [{ sku: 'áo' }, 'sku'],
    [{ sku: 'TAKEN' }, 'sku'],
    [{ title: ' ' }, 'title'],
    [{ title: 'x'.repeat(201) }, 'title'],
    [{ currency: 'XQQ' }, 'currency'],
    [{ price: '' }, 'price'],
    [{ compareAt: '990.000' }, 'compareAt'],
    [{ stock: '-1' }, 'stock'],
    [{ stock: '1.5' }, 'stock'],
    [{ link: '' }, 'link'],
    [{ link: 'http://shop.example/' }, 'link'],
    [{ link: 'javascript:alert(1)' }, 'link'],
    [{ cart: 'shop.example' }, 'cart'],
  ])('%o is refused at %s', (change, field) => {
    expect(faultsOf({ ...good, ...change })).toEqual([field]);
  });
});

describe('settings', () => {
  test('are kept, and a stored value that is not allowed is not believed', () => {
    const stored = new Map([['vitrine.theme', 'pink']]);
    const storage = {
      getItem: (name: string) => stored.get(name) ?? null,
      setItem: (name: string, value: string) => void stored.set(name, value),
    };
    const settings = openSettings(storage, 'vi-VN');
    expect([settings.theme.value, settings.language.value, settings.shortcuts.value]).toEqual(['dark', 'vi', true]);
    settings.shortcuts.set(false);
    settings.theme.set('light');
    const again = openSettings(storage, 'en');
    expect([again.theme.value, again.shortcuts.value]).toEqual(['light', false]);
  });

  test('work in a browser that stores nothing', () => {
    const refusing = {
      getItem: () => {
        throw new Error('denied');
      },
      setItem: () => {
        throw new Error('denied');
      },
    };
    const settings = openSettings(refusing, 'en-GB');
    settings.language.set('vi');
    expect(settings.language.value).toBe('vi');
  });
});

test('no word of a dictionary is empty, and Vietnamese is not English', () => {
  const words = (value: unknown, path = ''): [string, string][] =>
    typeof value === 'string'
      ? [[path, value]]
      : typeof value === 'object' && value !== null
        ? Object.entries(value).flatMap(([key, inner]) => words(inner, `${path}.${key}`))
        : [];
  const english = new Map(words(en));
  expect([...english].filter(([, text]) => text === '')).toEqual([]);
  const same = words(vi)
    .filter(([path, text]) => text === english.get(path))
    .map(([path]) => path);
  expect(same).toEqual([
    '.brand',
    '.room.keyNames.next',
    '.room.keyNames.previous',
    '.room.keyNames.pin',
    '.room.keyNames.unpin',
    '.room.keyNames.undo',
    '.room.keyNames.help',
    '.product.sku',
  ]);
});
