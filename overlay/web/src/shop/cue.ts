/**
 * The cue as the playlist carries it: one EXT-X-DATERANGE per change, whose only attribute of ours holds the complete
 * state of the shop (docs/cue-format.md). Read side; the write side is dev.vitrine.overlay.CuePayload.
 */

export const SHOP_CLASS = 'dev.vitrine.shop.v1';
export const STATE_ATTRIBUTE = 'X-DEV-VITRINE-STATE';

const VERSION = 'v1.';

/** A product on the table, the product on the card, or a running offer for a product on the table. */
export type ShopItem =
  | { readonly t: 'card'; readonly sku: string }
  | { readonly t: 'pin'; readonly sku: string }
  /** `until`: the media date at which it ends, in ms since 1970. */
  | { readonly t: 'offer'; readonly sku: string; readonly id: string; readonly until: number };

/** Everything the shop shows at one moment, in the order in which things came. */
export type ShopState = readonly ShopItem[];

/** What one range says. `q` rises with every change of the show; `reason` is for people and statistics. */
export interface CuePayload {
  readonly q: number;
  readonly reason: string;
  readonly state: ShopState;
}

/**
 * The payload of an attribute's value; undefined when it is of another version or damaged, and then the range is
 * passed over. Items of unknown type are skipped: they are from a newer server.
 */
export function decodePayload(value: string): CuePayload | undefined {
  if (!value.startsWith(VERSION)) {
    return undefined;
  }
  try {
    const json: unknown = JSON.parse(decodeBase64Url(value.slice(VERSION.length)));
    if (!isRecord(json) || !Number.isSafeInteger(json['q']) || (json['q'] as number) < 1 || !Array.isArray(json['s'])) {
      return undefined;
    }
    return { q: json['q'] as number, reason: text(json['r']), state: decodeState(json['s']) };
  } catch {
    return undefined;
  }
}

/** The array that playlists, `cues.json` and the API share. */
export function decodeState(items: readonly unknown[]): ShopState {
  return items.map(decodeItem).filter((item) => item !== undefined);
}

function decodeItem(value: unknown): ShopItem | undefined {
  if (!isRecord(value) || typeof value['sku'] !== 'string') {
    return undefined;
  }
  const sku = value['sku'];
  switch (value['t']) {
    case 'card':
    case 'pin':
      return { t: value['t'], sku };
    case 'offer': {
      const until = Date.parse(text(value['until']));
      return Number.isNaN(until) ? undefined : { t: 'offer', sku, id: text(value['id']), until };
    }
    default:
      return undefined;
  }
}

/** atob answers one character a byte; the JSON is UTF-8. */
function decodeBase64Url(value: string): string {
  const bytes = Uint8Array.from(atob(value.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0));
  return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
