import { Observable } from './observable.ts';

export type Theme = 'dark' | 'light';
export type Language = 'en' | 'vi';

/** What a person chose in this browser. A browser that refuses to store anything keeps it until the page closes. */
export interface Settings {
  readonly theme: Observable<Theme>;
  readonly language: Observable<Language>;
  /** Single-key shortcuts can be turned off (WCAG 2.1.4): speech input types letters by accident. */
  readonly shortcuts: Observable<boolean>;
}

export function openSettings(storage: Pick<Storage, 'getItem' | 'setItem'> | null, preferred: string): Settings {
  const firstLanguage: Language = preferred.toLowerCase().startsWith('vi') ? 'vi' : 'en';
  return {
    theme: kept(storage, 'vitrine.theme', ['dark', 'light'], 'dark'),
    language: kept(storage, 'vitrine.language', ['en', 'vi'], firstLanguage),
    shortcuts: mapped(kept(storage, 'vitrine.shortcuts', ['on', 'off'], 'on')),
  };
}

function kept<T extends string>(
  storage: Pick<Storage, 'getItem' | 'setItem'> | null,
  name: string,
  allowed: readonly T[],
  otherwise: T,
): Observable<T> {
  const stored = attempt(() => storage?.getItem(name) ?? null);
  const setting = new Observable<T>(allowed.find((value) => value === stored) ?? otherwise);
  setting.subscribe((value) => attempt(() => storage?.setItem(name, value)));
  return setting;
}

function mapped(setting: Observable<'on' | 'off'>): Observable<boolean> {
  const flag = new Observable(setting.value === 'on');
  flag.subscribe((on) => setting.set(on ? 'on' : 'off'));
  return flag;
}

function attempt<T>(action: () => T): T | null {
  try {
    return action();
  } catch {
    return null;
  }
}
