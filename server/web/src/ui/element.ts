import { LitElement } from 'lit';
import { property } from 'lit/decorators.js';
import type { Dictionary } from '../i18n/dictionary.ts';
import { localeOf, wordsOf } from '../i18n/words.ts';
import { ApiError, NoAnswer } from '../api/problem.ts';
import type { Console } from '../model/console.ts';
import type { Observable } from '../model/observable.ts';
import type { Settings } from '../model/settings.ts';
import { base } from './styles/base.ts';
import { controls } from './styles/controls.ts';

/** What every screen is given. */
export interface AppContext {
  readonly console: Console;
  readonly settings: Settings;
}

/** A component that speaks the chosen language and draws itself again when what it watches has changed. */
export abstract class ConsoleElement extends LitElement {
  static override styles = [base, controls];

  @property({ attribute: false }) app!: AppContext;

  #leave: (() => void)[] = [];

  /** The values this component is drawn from, besides its properties. */
  protected watched(): readonly Pick<Observable<unknown>, 'subscribe'>[] {
    return [];
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const again = () => this.requestUpdate();
    this.#leave = [this.app.settings.language, ...this.watched()].map((value) => value.subscribe(again));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const leave of this.#leave) leave();
    this.#leave = [];
  }

  protected get words(): Dictionary {
    return wordsOf(this.app.settings.language.value);
  }

  protected get locale(): string {
    return localeOf(this.app.settings.language.value);
  }

  /** A failure in words: the server's own where it gave any, for it names the value and the bound. */
  protected explain(failure: unknown): string {
    if (failure instanceof ApiError) return failure.message;
    return failure instanceof NoAnswer ? this.words.common.noAnswer : this.words.common.unknownFailure;
  }

  /** State goes down as properties, wishes come up as events like this one. */
  protected wish(type: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }
}
