import { html, nothing, type TemplateResult } from 'lit';
import { formatClock, type Locale } from '../i18n/locale.ts';
import type { ShopView } from '../shop/store.ts';
import type { Captions } from './controls.ts';
import { cssVars } from './css-vars.ts';
import type { CurtainReason } from './curtain.ts';
import { icons } from './icons.ts';
import { type Box, type Layout, shopStays } from './layout.ts';
import type { Watching } from './watching.ts';
import type { Wish, WishEvent } from './wish.ts';

/** All that the player's picture of itself depends on. */
export interface PlayerLook {
  readonly locale: Locale;
  readonly layout: Layout;
  readonly picture: Box | undefined;
  readonly view: ShopView;
  readonly watching: Watching;
  readonly shopOpen: boolean;
  /** The product that is shown in full. */
  readonly product: string | undefined;
  readonly active: boolean;
  readonly playing: boolean;
  readonly muted: boolean;
  readonly volume: number;
  readonly soundOffered: boolean;
  readonly captions: Captions;
  readonly fullscreen: boolean;
  readonly announcement: string;
  readonly brand: string;
  readonly heading: string;
  readonly poster: string;
  readonly replay: string;
  readonly ref: string;
}

/** What a press or key on it does. */
export interface PlayerActs {
  grant(wish: Wish): void;
  key(event: KeyboardEvent): void;
  pressStage(event: PointerEvent): void;
  /** Somebody is here. */
  wake(): void;
  openShop(): void;
  closeShop(): void;
}

export function playerView(look: PlayerLook, acts: PlayerActs): TemplateResult {
  const { locale, view, layout, watching } = look;
  const { words } = locale;
  const reason: CurtainReason = watching.unsupported ? 'not-supported' : watching.phase;
  const modal = !shopStays(layout);
  const onAir = reason === 'onair';
  const shape = look.picture ? look.picture.width / look.picture.height : 16 / 9;
  return html`<div class="frame" part="frame" dir=${locale.direction} lang=${locale.tag}>
    <div
      class="layout"
      role="region"
      aria-label=${words.player(look.heading)}
      data-layout=${layout}
      ?data-rtl=${locale.direction === 'rtl'}
      ?data-active=${look.active || !look.playing}
      ?data-shop=${look.shopOpen}
      data-vars=${cssVars({ '--picture': shape })}
      @vitrine-wish=${(event: WishEvent) => {
        event.stopPropagation();
        acts.grant(event.wish);
      }}
      @keydown=${acts.key}
      @pointermove=${(event: PointerEvent) => event.pointerType === 'mouse' && acts.wake()}
      @focusin=${acts.wake}
    >
      <section class="stage" part="stage" ?inert=${modal && look.shopOpen} @pointerup=${acts.pressStage}>
        <video part="video" class=${shape < 1 ? 'tall' : ''} playsinline muted .tabIndex=${-1}></video>
        <div class="shade top"></div>
        <div class="shade bottom"></div>
        <vitrine-curtain
          data-reason=${reason}
          exportparts="curtain"
          .reason=${reason}
          .locale=${locale}
          .brand=${look.brand}
          .heading=${look.heading}
          .poster=${look.poster}
          .replay=${look.replay}
          .canReplay=${watching.live === false}
        ></vitrine-curtain>
        ${
          onAir && !look.playing && !watching.wantsPlay
            ? html`<button class="round big" aria-label=${words.play} @click=${() => acts.grant({ do: 'toggle-play' })}>
                ${icons.play}
              </button>`
            : nothing
        }
        <div class="bar" part="bar">
          ${onAir ? badge(look, acts) : nothing}
          ${
            look.heading && reason !== 'offline' && layout !== 'stacked'
              ? html`<span class="heading" part="heading" dir="auto">${look.heading}</span>`
              : nothing
          }
          ${
            onAir && look.muted && look.soundOffered
              ? html`<button class="sound" part="sound" @click=${() => acts.grant({ do: 'toggle-mute' })}>
                  ${icons.muted}${words.tapForSound}
                </button>`
              : nothing
          }
        </div>
        ${
          onAir
            ? html`<vitrine-controls
                exportparts="controls"
                .locale=${locale}
                .position=${watching.position}
                .markers=${watching.markers}
                .playing=${look.playing}
                .muted=${look.muted}
                .volume=${look.volume}
                .captions=${look.captions}
                .fullscreen=${look.fullscreen}
                .canPictureInPicture=${document.pictureInPictureEnabled}
              ></vitrine-controls>`
            : nothing
        }
        <button
          class="round bag"
          part="bag"
          aria-label=${words.openShop(view.table.length)}
          aria-expanded=${look.shopOpen ? 'true' : 'false'}
          @click=${() => acts.openShop()}
        >
          ${icons.bag}${
            view.table.length > 0 ? html`<span class="count" aria-hidden="true">${view.table.length}</span>` : nothing
          }
        </button>
      </section>
      <vitrine-card
        exportparts="card, cta, offer"
        ?inert=${modal && look.shopOpen}
        .entry=${view.pinned}
        .locale=${locale}
        .ref=${look.ref}
        .offerLeft=${offerLeft(look)}
      ></vitrine-card>
      <div class="veil" @click=${() => acts.closeShop()}></div>
      <vitrine-tray
        exportparts="tray, row, cta"
        ?inert=${!look.shopOpen}
        .view=${view}
        .locale=${locale}
        .ref=${look.ref}
        .second=${watching.second}
        .modal=${modal}
        .closable=${layout !== 'stacked'}
        .heading=${layout === 'stacked' ? look.heading : ''}
        .brand=${layout === 'stacked' ? look.brand : ''}
        .pinnedAbove=${layout === 'stacked'}
        .sku=${look.product}
      ></vitrine-tray>
      <p class="sr" role="status">${look.announcement}</p>
    </div>
  </div>`;
}

function badge(look: PlayerLook, acts: PlayerActs): unknown {
  const { words } = look.locale;
  const { live, behind } = look.watching.position;
  if (!live) {
    return nothing;
  }
  return behind > 0
    ? html`<button
        class="go-live"
        part="live"
        aria-label="${words.goLive} (${words.behind(formatClock(behind))})"
        @click=${() => acts.grant({ do: 'go-live' })}
      >
        <span class="badge">${words.goLive}</span>
      </button>`
    : html`<span class="badge" part="live">${words.live}</span>`;
}

function offerLeft({ view, watching }: PlayerLook): number | undefined {
  const until = view.pinned?.offerUntil;
  return until === undefined || watching.second === undefined ? undefined : Math.ceil(until / 1000) - watching.second;
}
