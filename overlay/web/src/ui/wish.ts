/** What a viewer asks for. State goes down as properties; wishes come up as this event and the player grants them. */
export type Wish =
  | { readonly do: 'toggle-play' | 'toggle-mute' | 'go-live' | 'replay' | 'fullscreen' | 'picture-in-picture' }
  | { readonly do: 'volume'; readonly to: number }
  /** Seconds on the media element's clock. */
  | { readonly do: 'seek'; readonly to: number }
  /** Index of a text track, −1 for none. */
  | { readonly do: 'captions'; readonly track: number }
  | { readonly do: 'close-shop' | 'close-product' | 'retry-catalogue' }
  | { readonly do: 'open-product'; readonly sku: string }
  /** A link to buy was pressed; `preventDefault` on the press keeps the viewer here. */
  | { readonly do: 'buy'; readonly sku: string; readonly press: Event };

export class WishEvent extends Event {
  static readonly type = 'vitrine-wish';

  constructor(readonly wish: Wish) {
    super(WishEvent.type, { bubbles: true, composed: true });
  }
}

declare global {
  interface HTMLElementEventMap {
    'vitrine-wish': WishEvent;
  }
}
