import type { Language } from '../model/settings.ts';
import type { Dictionary } from './dictionary.ts';
import { en } from './en.ts';
import { vi } from './vi.ts';

const DICTIONARIES: Readonly<Record<Language, Dictionary>> = { en, vi };

/** The tag for Intl: how a person of that language writes numbers, money and dates. */
const LOCALES: Readonly<Record<Language, string>> = { en: 'en-GB', vi: 'vi-VN' };

export const LANGUAGES = Object.keys(DICTIONARIES) as Language[];

export function wordsOf(language: Language): Dictionary {
  return DICTIONARIES[language];
}

export function localeOf(language: Language): string {
  return LOCALES[language];
}
