/** What a key does in the control room. */
export type Command =
  | { do: 'next' }
  | { do: 'previous' }
  | { do: 'pin'; number: number }
  | { do: 'unpin' }
  | { do: 'undo' }
  | { do: 'help' };

export interface KeyPress {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  repeat: boolean;
}

/** The command of a key, or null. A held key does nothing twice: nobody means to pin thirty products a second. */
export function commandOf(press: KeyPress): Command | null {
  if (press.ctrlKey || press.metaKey || press.altKey || press.repeat) return null;
  if (/^[1-9]$/.test(press.key)) return { do: 'pin', number: Number(press.key) };
  switch (press.key) {
    case ' ':
      return { do: 'next' };
    case 'Backspace':
      return { do: 'previous' };
    case 'Escape':
      return { do: 'unpin' };
    case 'u':
    case 'U':
      return { do: 'undo' };
    case '?':
      return { do: 'help' };
    default:
      return null;
  }
}

/**
 * Whether the key belongs to the control that has the focus: text fields take every key, buttons and links take Space
 * (it presses them), media controls take Space too.
 */
export function belongsToFocus(press: Pick<KeyPress, 'key'>, path: readonly EventTarget[]): boolean {
  for (const target of path) {
    if (!isElement(target)) continue;
    const tag = target.localName;
    if (target.isContentEditable || tag === 'textarea' || tag === 'select') return true;
    if (tag === 'input') {
      const type = target.getAttribute('type') ?? 'text';
      if (!['checkbox', 'radio', 'button', 'submit'].includes(type)) return true;
      if (press.key === ' ') return true;
    }
    if (press.key === ' ' && ['button', 'a', 'summary', 'vitrine-player'].includes(tag)) return true;
    if (tag === 'dialog') return true;
  }
  return false;
}

interface ElementLike {
  localName: string;
  isContentEditable: boolean;
  getAttribute(name: string): string | null;
}

function isElement(target: unknown): target is ElementLike {
  return typeof target === 'object' && target !== null && 'localName' in target && 'getAttribute' in target;
}
