/**
 * The embed: `<script type="module" src="https://live.example/embed/v1.js"></script>` defines `<vitrine-player>`.
 * The name of this file and of the element are a promise; everything it loads has a hash in its name.
 */
import { CardElement } from './ui/card.ts';
import { ControlsElement } from './ui/controls.ts';
import { CurtainElement } from './ui/curtain.ts';
import { PlayerElement } from './ui/player.ts';
import { TrayElement } from './ui/tray.ts';

// Two scripts of ours on one page (a shop's theme and its blog post): the first one wins.
for (const [name, element] of [
  ['vitrine-card', CardElement],
  ['vitrine-controls', ControlsElement],
  ['vitrine-curtain', CurtainElement],
  ['vitrine-tray', TrayElement],
  ['vitrine-player', PlayerElement],
] as const) {
  if (!customElements.get(name)) {
    customElements.define(name, element);
  }
}

export type { PlayerElement } from './ui/player.ts';
