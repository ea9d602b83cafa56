import { html, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { css } from 'lit';
import { ApiError, NoAnswer } from '../../api/problem.ts';
import { formatShortClock } from '../../model/clock.ts';
import { ConsoleElement } from '../element.ts';
import { icon } from '../icons.ts';

/** User and password. Counts down when the server asks for a pause, and says when it can be tried again. */
@customElement('vc-login')
export class Login extends ConsoleElement {
  /** There was a session a moment ago. */
  @property({ type: Boolean }) ended = false;
  @state() private busy = false;
  @state() private fault = '';
  @state() private waitUntil = 0;
  @state() private revealed = false;
  @query('#user') private user!: HTMLInputElement;
  @query('#password') private password!: HTMLInputElement;
  #ticker: ReturnType<typeof setInterval> | null = null;

  static override styles = [
    ...ConsoleElement.styles,
    css`
      :host {
        display: grid;
        place-items: center;
        min-block-size: 100dvh;
        padding: var(--v-space-4);
      }
      form {
        display: grid;
        gap: var(--v-space-5);
        inline-size: min(400px, 100%);
        padding: var(--v-space-8);
      }
      .mark {
        inline-size: 48px;
        block-size: 48px;
      }
      .head {
        display: grid;
        gap: var(--v-space-1);
      }
      .head svg {
        margin-block-end: var(--v-space-3);
      }
      .primary {
        min-block-size: 52px;
        font-size: var(--v-text-lg);
      }
      .message {
        padding: var(--v-space-3);
        border-radius: var(--v-radius-sm);
        background: var(--v-surface-raised);
      }
      .message.bad {
        background: color-mix(in srgb, var(--v-danger) 12%, var(--v-surface));
        color: var(--v-danger);
      }
    `,
  ];

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    if (this.#ticker !== null) clearInterval(this.#ticker);
  }

  override render() {
    const { login } = this.words;
    const left = this.waitUntil - Date.now();
    return html`<form class="panel" @submit=${this.#submit} novalidate>
      <div class="head">
        <svg class="mark" viewBox="0 0 32 32" aria-hidden="true">
          <rect width="32" height="32" rx="8" fill="var(--v-accent)" />
          <path
            d="M7 9h18l1 5a3.2 3.2 0 0 1-6.3.6 3.8 3.8 0 0 1-7.4 0A3.2 3.2 0 0 1 6 14z M13 19.2v5.6c0 .5.6.8 1 .5l4.6-2.8a.6.6 0 0 0 0-1l-4.6-2.8a.6.6 0 0 0-1 .5z"
            fill="var(--v-on-accent)"
          />
        </svg>
        <h1>${login.title}</h1>
        <p class="dim">${login.subtitle}</p>
      </div>
      ${this.ended ? html`<p class="message">${login.ended}</p>` : nothing}
      <div class="field">
        <label for="user">${login.user}</label>
        <input id="user" name="username" autocomplete="username" autocapitalize="none" spellcheck="false" required />
      </div>
      <div class="field">
        <label for="password">${login.password}</label>
        <input
          id="password"
          name="password"
          type=${this.revealed ? 'text' : 'password'}
          autocomplete="current-password"
          required
        />
        <label class="check small"
          ><input type="checkbox" @change=${() => (this.revealed = !this.revealed)} />${login.show}</label
        >
      </div>
      <div role="alert">
        ${
          left > 0
            ? html`<p class="message bad number">${login.wait(formatShortClock(left + 999))}</p>`
            : this.fault === ''
              ? nothing
              : html`<p class="message bad">${this.fault}</p>`
        }
      </div>
      <button class="primary" ?disabled=${this.busy || left > 0}>
        ${this.busy ? login.submitting : html`${login.submit}${icon('next', 16)}`}
      </button>
    </form>`;
  }

  protected override firstUpdated(): void {
    this.user.focus();
  }

  async #submit(event: Event): Promise<void> {
    event.preventDefault();
    const { login } = this.words;
    if (this.user.value === '' || this.password.value === '') {
      this.fault = login.missing;
      (this.user.value === '' ? this.user : this.password).focus();
      return;
    }
    this.busy = true;
    this.fault = '';
    try {
      await this.app.console.login(this.user.value.trim(), this.password.value);
    } catch (failure) {
      this.#refused(failure);
    } finally {
      this.busy = false;
    }
  }

  #refused(failure: unknown): void {
    const { login } = this.words;
    if (failure instanceof ApiError && failure.status === 429) {
      this.waitUntil = Date.now() + (failure.retryAfterSeconds ?? 60) * 1000;
      this.#ticker ??= setInterval(() => this.requestUpdate(), 500);
    } else if (failure instanceof ApiError && failure.status === 401) {
      this.fault = login.wrong;
      this.password.select();
    } else {
      this.fault = failure instanceof NoAnswer ? login.noAnswer : this.explain(failure);
    }
  }
}
