import type { Wish } from './wish.ts';

/** What a key wishes while something in the player has the focus; `time` is where the picture is, in seconds. */
export function wishOfKey(key: string, time: number): Wish | undefined {
  switch (key.toLowerCase()) {
    case ' ':
    case 'k':
      return { do: 'toggle-play' };
    case 'm':
      return { do: 'toggle-mute' };
    case 'f':
      return { do: 'fullscreen' };
    case 'l':
      return { do: 'go-live' };
    case 'arrowleft':
      return { do: 'seek', to: time - 5 };
    case 'arrowright':
      return { do: 'seek', to: time + 5 };
    default:
      return undefined;
  }
}
