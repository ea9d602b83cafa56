import { en, type Messages } from './en.ts';
import { vi } from './vi.ts';

export type { Messages } from './en.ts';

const DICTIONARIES: Readonly<Record<string, Messages>> = { en, vi };
const RIGHT_TO_LEFT = new Set(['ar', 'dv', 'fa', 'he', 'ku', 'ps', 'sd', 'ug', 'ur', 'yi']);

/** How to speak to this viewer: words in a language we have, numbers and direction in the one that was asked for. */
export interface Locale {
  readonly tag: string;
  readonly words: Messages;
  readonly direction: 'ltr' | 'rtl';
}

/** The first of the wishes that is a language tag; English words where we have no others. */
export function localeOf(...wishes: readonly (string | null | undefined)[]): Locale {
  const tag = wishes.find((wish) => wish && isTag(wish)) ?? 'en';
  const language = new Intl.Locale(tag).language;
  return { tag, words: DICTIONARIES[language] ?? en, direction: RIGHT_TO_LEFT.has(language) ? 'rtl' : 'ltr' };
}

function isTag(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}

/** 75 s is "1:15", 3675 s is "1:01:15": the same digits in every language we speak. */
export function formatClock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (n: number): string => `${n}`.padStart(2, '0');
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}
