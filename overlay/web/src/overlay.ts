/** The page for an OBS browser source: the card alone, on nothing, for channels that cannot carry a player. */
import { CardElement } from './ui/card.ts';
import { OverlayElement } from './ui/overlay.ts';

customElements.define('vitrine-card', CardElement);
customElements.define('vitrine-overlay', OverlayElement);
