import { svg, type SVGTemplateResult } from 'lit';

/** Drawn here on a 24 px grid, 2 px strokes, round ends: no font, no request. All are decoration beside a word. */
const icon = (shape: SVGTemplateResult): SVGTemplateResult =>
  svg`<svg viewBox="0 0 24 24" width="24" height="24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">${shape}</svg>`;

export const icons = {
  play: icon(svg`<path d="M8 5.5v13l10.5-6.5z" fill="currentColor"/>`),
  pause: icon(svg`<path d="M8.5 6v12M15.5 6v12" stroke-width="3"/>`),
  replay: icon(svg`<path d="M4.5 12a7.5 7.5 0 1 0 2.6-5.7M4.5 4.5v4h4"/>`),
  sound: icon(svg`<path d="M4 9.5v5h3.5L12 18.5v-13L7.5 9.5zM15.5 9a4 4 0 0 1 0 6M18 6.5a7.5 7.5 0 0 1 0 11"/>`),
  muted: icon(svg`<path d="M4 9.5v5h3.5L12 18.5v-13L7.5 9.5zM16 9.5l5 5M21 9.5l-5 5"/>`),
  captions: icon(
    svg`<rect x="3" y="5.5" width="18" height="13" rx="2.5"/><path d="M10.5 10.6a2 2 0 1 0 0 2.8M17 10.6a2 2 0 1 0 0 2.8"/>`,
  ),
  pictureInPicture: icon(
    svg`<rect x="3" y="5" width="18" height="14" rx="2.5"/><rect x="12" y="11.5" width="6" height="4.5" rx="1" fill="currentColor"/>`,
  ),
  fullscreen: icon(
    svg`<path d="M4 9V5.5A1.5 1.5 0 0 1 5.5 4H9M15 4h3.5A1.5 1.5 0 0 1 20 5.5V9M20 15v3.5a1.5 1.5 0 0 1-1.5 1.5H15M9 20H5.5A1.5 1.5 0 0 1 4 18.5V15"/>`,
  ),
  exitFullscreen: icon(
    svg`<path d="M9 4v3.5A1.5 1.5 0 0 1 7.5 9H4M20 9h-3.5A1.5 1.5 0 0 1 15 7.5V4M15 20v-3.5a1.5 1.5 0 0 1 1.5-1.5H20M4 15h3.5A1.5 1.5 0 0 1 9 16.5V20"/>`,
  ),
  bag: icon(
    svg`<path d="M5.5 8h13l1 10.7a1.2 1.2 0 0 1-1.2 1.3H5.7a1.2 1.2 0 0 1-1.2-1.3zM8.5 10.5V7a3.5 3.5 0 0 1 7 0v3.5"/>`,
  ),
  close: icon(svg`<path d="M6 6l12 12M18 6L6 18"/>`),
  search: icon(svg`<circle cx="10.5" cy="10.5" r="6"/><path d="M15 15l5 5"/>`),
  back: icon(svg`<path d="M14.5 5.5L8 12l6.5 6.5"/>`),
  forward: icon(svg`<path d="M9.5 5.5L16 12l-6.5 6.5"/>`),
  picture: icon(
    svg`<path d="M5.5 8h13l1 10.7a1.2 1.2 0 0 1-1.2 1.3H5.7a1.2 1.2 0 0 1-1.2-1.3z"/><path d="M8.5 8V7a3.5 3.5 0 0 1 7 0v1"/>`,
  ),
  clock: icon(svg`<circle cx="12" cy="12" r="8"/><path d="M12 7.5V12l3 2"/>`),
} as const;
