import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { LitElement } from 'lit';
import type { Connection } from '../api/event-stream.ts';
import { localeOf, wordsOf, LANGUAGES } from '../i18n/words.ts';
import type { Language } from '../model/settings.ts';
import { href, parseRoute, type Route } from '../model/route.ts';
import type { AppContext } from './element.ts';
import { icon, type IconName } from './icons.ts';
import { closeOnEscape, closeOnLeave } from './parts/disclosure.ts';
import { base } from './styles/base.ts';
import { controls } from './styles/controls.ts';
import './pages/channels.ts';
import './pages/import.ts';
import './pages/login.ts';
import './pages/new-channel.ts';
import './pages/product-form.ts';
import './pages/products.ts';
import './pages/setup.ts';
import './pages/shows.ts';
import './room/room.ts';

/** A blink of the network is not worth a banner. */
const BANNER_AFTER_MILLIS = 1200;
const BACK_MILLIS = 4000;

/**
 * The frame around the pages: navigation, what was heard of the connection, notices, and the login. A session that ends
 * puts the login over the page and keeps the page as it is, so that nothing typed is lost.
 */
@customElement('vc-app')
export class App extends LitElement {
  app!: AppContext;
  @state() private route: Route = parseRoute(location.hash);
  @state() private started = false;
  @state() private banner: 'lost' | 'back' | null = null;
  @query('main') private main!: HTMLElement | null;
  #bannerTimer: ReturnType<typeof setTimeout> | null = null;

  static override styles = [
    base,
    controls,
    css`
      :host {
        display: grid;
        grid-template: 'banner banner' auto 'nav main' minmax(0, 1fr) / auto minmax(0, 1fr);
        min-block-size: 100dvh;
        background: var(--v-bg);
      }
      main {
        grid-area: main;
        min-inline-size: 0;
      }
      main:focus-visible {
        box-shadow: none;
      }
      nav {
        grid-area: nav;
        position: sticky;
        inset-block-start: 0;
        z-index: 3;
        display: flex;
        flex-direction: column;
        gap: var(--v-space-1);
        inline-size: 88px;
        block-size: 100dvh;
        padding: var(--v-space-3) var(--v-space-2);
        border-inline-end: 1px solid var(--v-line);
        background: var(--v-surface);
      }
      .brand {
        display: grid;
        place-items: center;
        min-block-size: 48px;
        margin-block-end: var(--v-space-3);
      }
      .brand svg {
        inline-size: 34px;
        block-size: 34px;
      }
      .place {
        display: grid;
        justify-items: center;
        align-content: center;
        gap: 3px;
        min-block-size: 60px;
        padding: var(--v-space-1);
        border: 0;
        border-radius: var(--v-radius-sm);
        color: var(--v-text-dim);
        font-size: var(--v-text-xs);
        font-weight: var(--v-weight-medium);
        line-height: 1.3;
        text-align: center;
        text-decoration: none;
      }
      .place:hover {
        background: var(--v-hover);
        color: var(--v-text);
      }
      .place[aria-current='page'] {
        background: var(--v-surface-raised);
        color: var(--v-text);
        box-shadow: inset 3px 0 0 var(--v-accent);
      }
      .place[aria-current='page']:focus-visible {
        box-shadow: var(--v-focus-ring);
      }
      .account {
        margin-block-start: auto;
        position: relative;
      }
      summary {
        list-style: none;
        cursor: pointer;
      }
      summary::-webkit-details-marker {
        display: none;
      }
      .initial {
        display: grid;
        place-items: center;
        inline-size: 30px;
        aspect-ratio: 1;
        border-radius: 50%;
        background: var(--v-surface-raised);
        border: 1px solid var(--v-line-strong);
        color: var(--v-text);
        text-transform: uppercase;
      }
      .sheet {
        position: absolute;
        z-index: 5;
        inset-block-end: 0;
        inset-inline-start: calc(100% + 12px);
        display: grid;
        gap: var(--v-space-4);
        inline-size: 260px;
        padding: var(--v-space-4);
        border: 1px solid var(--v-line-strong);
        border-radius: var(--v-radius);
        background: var(--v-surface-raised);
        box-shadow: var(--v-shadow);
      }
      fieldset {
        display: grid;
        gap: var(--v-space-1);
        margin: 0;
        padding: 0;
        border: 0;
      }
      legend {
        padding: 0 0 var(--v-space-1);
        color: var(--v-text-dim);
        font-size: var(--v-text-sm);
      }
      .choice {
        display: flex;
        gap: var(--v-space-1);
      }
      .choice button {
        flex: 1;
        padding-inline: var(--v-space-2);
      }
      .choice [aria-pressed='true'] {
        border-color: var(--v-text);
        background: var(--v-press);
      }
      .skip {
        position: fixed;
        inset-block-start: -100px;
        inset-inline-start: var(--v-space-2);
        z-index: 9;
        background: var(--v-surface-raised);
      }
      .skip:focus {
        inset-block-start: var(--v-space-2);
      }
      .banner {
        grid-area: banner;
        position: sticky;
        inset-block-start: 0;
        z-index: 6;
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--v-space-2) var(--v-space-3);
        min-block-size: 52px;
        padding: var(--v-space-1) var(--v-space-4);
        background: var(--v-warning);
        color: #17120a;
        font-weight: var(--v-weight-medium);
      }
      .banner button {
        border-color: currentcolor;
        color: inherit;
        margin-inline-start: auto;
      }
      .banner.back {
        background: var(--v-positive);
        color: #06150d;
      }
      .notices {
        position: fixed;
        z-index: 8;
        inset-block-end: calc(var(--v-space-5) + var(--room-bottom, 0px));
        inset-inline-end: var(--v-space-5);
        display: grid;
        gap: var(--v-space-2);
        inline-size: min(420px, calc(100vw - 32px));
        pointer-events: none;
      }
      .notice {
        display: flex;
        align-items: center;
        gap: var(--v-space-3);
        padding: var(--v-space-1) var(--v-space-1) var(--v-space-1) var(--v-space-4);
        border: 1px solid var(--v-line-strong);
        border-radius: var(--v-radius);
        background: var(--v-surface-raised);
        box-shadow: var(--v-shadow);
        pointer-events: auto;
        overflow-wrap: anywhere;
      }
      .notice .text {
        flex: 1;
        padding-block: var(--v-space-2);
      }
      .notice.good > svg {
        color: var(--v-positive);
      }
      .notice.bad > svg {
        color: var(--v-danger);
      }
      .over {
        position: fixed;
        inset: 0;
        z-index: 20;
        overflow: auto;
        background: color-mix(in srgb, var(--v-bg) 94%, transparent);
      }
      .wait {
        display: grid;
        place-items: center;
        min-block-size: 60dvh;
        color: var(--v-text-dim);
      }
      @media (max-width: 700px) {
        :host {
          grid-template: 'banner' auto 'main' minmax(0, 1fr) 'nav' auto / minmax(0, 1fr);
        }
        nav {
          inset-block: auto 0;
          flex-direction: row;
          justify-content: space-around;
          inline-size: 100%;
          block-size: auto;
          padding: var(--v-space-1) var(--v-space-2);
          padding-block-end: max(var(--v-space-1), env(safe-area-inset-bottom));
          border-inline-end: 0;
          border-block-start: 1px solid var(--v-line);
        }
        .brand {
          display: none;
        }
        .place {
          flex: 1;
          min-block-size: 56px;
        }
        .place[aria-current='page'] {
          box-shadow: inset 0 3px 0 var(--v-accent);
        }
        .account {
          flex: 1;
          margin: 0;
        }
        .sheet {
          inset-block-end: calc(100% + 12px);
          inset-inline: auto 0;
        }
        /* In the control room the thumbs belong to the show. */
        .in-room {
          display: none;
        }
        .notices {
          inset-inline-end: var(--v-space-4);
          inset-block-end: calc(80px + var(--v-space-2));
        }
      }
    `,
  ];

  /** Called once `app` is there: the element is in the page before its script runs. */
  start(): void {
    const { console: room, settings } = this.app;
    for (const value of [room.session, room.notices, room.channels, settings.language, settings.theme]) {
      value.subscribe(() => this.requestUpdate());
    }
    room.connection.subscribe((state) => this.#connectionChanged(state));
    addEventListener('hashchange', () => (this.route = parseRoute(location.hash)));
    addEventListener('online', () => room.retryConnection());
    this.started = true;
  }

  private get words() {
    return wordsOf(this.app.settings.language.value);
  }

  override render() {
    if (!this.started) return nothing;
    const session = this.app.console.session.value;
    if (session.kind === 'unknown') {
      return html`${this.#banner()}
        <main><p class="wait" role="status">${this.words.connection.starting}</p></main>`;
    }
    const out = session.kind === 'out';
    const keepPage = !out || session.ended;
    return html`
      ${keepPage ? this.#frame(out) : nothing}
      ${out ? html`<div class=${keepPage ? 'over' : ''}><vc-login .app=${this.app} ?ended=${session.ended}></vc-login></div>` : nothing}
      ${this.#notices()}
    `;
  }

  #frame(covered: boolean): TemplateResult {
    return html`
      ${covered ? nothing : this.#banner()} ${this.#navigation(covered)}
      <main id="content" tabindex="-1" ?inert=${covered}>${this.#page()}</main>
    `;
  }

  #navigation(covered: boolean): TemplateResult {
    const { nav, brand } = this.words;
    const page = this.route.page;
    return html`<nav aria-label=${nav.label} ?inert=${covered} class=${page === 'room' ? 'in-room' : ''}>
      <button type="button" class="skip" @click=${() => this.main?.focus()}>${nav.skip}</button>
      <a class="brand" href=${href({ page: 'channels' })}
        ><svg viewBox="0 0 32 32" aria-hidden="true">
          <rect width="32" height="32" rx="8" fill="var(--v-accent)" />
          <path
            d="M7 9h18l1 5a3.2 3.2 0 0 1-6.3.6 3.8 3.8 0 0 1-7.4 0A3.2 3.2 0 0 1 6 14z M13 19.2v5.6c0 .5.6.8 1 .5l4.6-2.8a.6.6 0 0 0 0-1l-4.6-2.8a.6.6 0 0 0-1 .5z"
            fill="var(--v-on-accent)"
          /></svg
        ><span class="visually-hidden">${brand}</span></a
      >
      ${place('channels', nav.channels, { page: 'channels' }, ['channels', 'room', 'setup', 'new-channel'].includes(page))}
      ${place('products', nav.products, { page: 'products' }, ['products', 'product', 'new-product', 'import'].includes(page))}
      ${place('shows', nav.shows, { page: 'shows' }, page === 'shows')}
      <details class="account" @keydown=${closeOnEscape} @focusout=${closeOnLeave}>
        <summary class="place">
          <span class="initial" aria-hidden="true">${this.app.console.user.slice(0, 1)}</span>
          <span aria-hidden="true">${this.app.console.user}</span>
          <span class="visually-hidden">${nav.account}</span>
        </summary>
        ${this.#accountSheet()}
      </details>
    </nav>`;
  }

  #accountSheet(): TemplateResult {
    const { nav } = this.words;
    const { language, theme } = this.app.settings;
    return html`<div class="sheet">
      <p class="small dim">${nav.loggedInAs(this.app.console.user)}</p>
      <fieldset>
        <legend>${nav.language}</legend>
        <div class="choice">
          ${LANGUAGES.map(
            (code: Language) =>
              html`<button
                type="button"
                lang=${code}
                aria-pressed=${language.value === code}
                @click=${() => language.set(code)}
              >
                ${wordsOf(code).language}
              </button>`,
          )}
        </div>
      </fieldset>
      <fieldset>
        <legend>${nav.theme}</legend>
        <div class="choice">
          <button type="button" aria-pressed=${theme.value === 'dark'} @click=${() => theme.set('dark')}>
            ${icon('moon', 18)}${nav.dark}
          </button>
          <button type="button" aria-pressed=${theme.value === 'light'} @click=${() => theme.set('light')}>
            ${icon('sun', 18)}${nav.light}
          </button>
        </div>
      </fieldset>
      <button type="button" class="logout" @click=${() => void this.app.console.logout()}>
        ${icon('logout')}${nav.logout}
      </button>
    </div>`;
  }

  #page(): TemplateResult {
    const { app, route } = this;
    switch (route.page) {
      case 'channels':
        return app.console.channels.value?.size === 0
          ? html`<vc-new-channel .app=${app} first></vc-new-channel>`
          : html`<vc-channels .app=${app}></vc-channels>`;
      case 'new-channel':
        return html`<vc-new-channel .app=${app}></vc-new-channel>`;
      case 'room':
        return html`<vc-room .app=${app} channel=${route.channel}></vc-room>`;
      case 'setup':
        return html`<vc-setup .app=${app} channel=${route.channel}></vc-setup>`;
      case 'products':
        return html`<vc-products .app=${app}></vc-products>`;
      case 'new-product':
        return html`<vc-product-form .app=${app} .sku=${null}></vc-product-form>`;
      case 'product':
        return html`<vc-product-form .app=${app} .sku=${route.sku}></vc-product-form>`;
      case 'import':
        return html`<vc-import .app=${app}></vc-import>`;
      case 'shows':
        return html`<vc-shows .app=${app}></vc-shows>`;
    }
  }

  #banner(): TemplateResult {
    const { connection } = this.words;
    if (this.banner === null) return html`<div role="status"></div>`;
    return html`<div class="banner ${this.banner}" role="status">
      ${icon(this.banner === 'lost' ? 'warn' : 'check')}
      ${
        this.banner === 'back'
          ? connection.back
          : html`<span><b>${connection.lost}</b> ${connection.lostDetail}</span>
              <button type="button" @click=${() => this.app.console.retryConnection()}>${connection.retry}</button>`
      }
    </div>`;
  }

  #notices(): TemplateResult {
    const { console: room } = this.app;
    return html`<div class="notices" role="status">
      ${room.notices.value.map(
        ({ id, tone, text }) =>
          html`<div class="notice ${tone}">
            ${icon(tone === 'good' ? 'check' : 'fault')}<span class="text">${text}</span>
            <button type="button" class="quiet icon-only" @click=${() => room.dismiss(id)}>
              ${icon('close', 18)}<span class="visually-hidden">${this.words.common.dismiss}</span>
            </button>
          </div>`,
      )}
    </div>`;
  }

  protected override updated(changed: PropertyValues<this> & Map<string, unknown>): void {
    if (!this.started) return;
    document.title = this.#title();
    document.documentElement.dir =
      new Intl.Locale(localeOf(this.app.settings.language.value)).language === 'ar' ? 'rtl' : 'ltr';
    const previous = changed.get('route') as Route | undefined;
    if (previous !== undefined && href(previous) !== href(this.route)) {
      window.scrollTo(0, 0);
      this.main?.focus({ preventScroll: true });
    }
  }

  #title(): string {
    const { nav, brand } = this.words;
    const { route } = this;
    const channel = 'channel' in route ? this.app.console.channels.value?.get(route.channel)?.channel : undefined;
    const place = route.page.includes('product') || route.page === 'import' ? nav.products : nav.channels;
    const state = channel === undefined || route.page !== 'room' ? '' : `${this.words.state[channel.state]} · `;
    return `${state}${channel?.title ?? (route.page === 'shows' ? nav.shows : place)} · ${brand}`;
  }

  #connectionChanged(state: Connection): void {
    if (this.#bannerTimer !== null) clearTimeout(this.#bannerTimer);
    this.#bannerTimer = null;
    if (state === 'lost') {
      this.#bannerTimer = setTimeout(() => (this.banner = 'lost'), this.banner === 'lost' ? 0 : BANNER_AFTER_MILLIS);
    } else if (state === 'open' && this.banner !== null) {
      this.banner = 'back';
      this.#bannerTimer = setTimeout(() => (this.banner = null), BACK_MILLIS);
    }
  }
}

function place(name: IconName, label: string, route: Route, current: boolean): TemplateResult {
  return html`<a class="place" href=${href(route)} aria-current=${current ? 'page' : 'false'}
    >${icon(name, 22)}<span>${label}</span></a
  >`;
}

declare global {
  interface HTMLElementTagNameMap {
    'vc-app': App;
  }
}
