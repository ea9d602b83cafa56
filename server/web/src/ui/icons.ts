import { svg, html, type TemplateResult } from 'lit';

/** Line icons on a 24 grid, drawn for this console. Always beside a word, so hidden from assistive technology. */
const PATHS = {
  channels: svg`<rect x="3" y="6" width="18" height="13" rx="3"/><path d="M8 2l4 4 4-4"/>`,
  products: svg`<path d="M4 8h16l-1.2 11.200a2 2 0 0 1-2 1.800H7.200a2 2 0 0 1-2-1.800z"/><path d="M8.5 10.500V7a3.5 3.5 0 0 1 7 0v3.5"/>`,
  shows: svg`<rect x="3" y="4" width="18" height="16" rx="3"/><path d="M10 8.800v6.400l5.2-3.200z"/>`,
  pin: svg`<path d="M9 3h6l-.8 6.2 3.3 3.300v1.500h-11v-1.500l3.3-3.300z"/><path d="M12 14v7"/>`,
  unpin: svg`<path d="M9.2 4.600L9 3h6l-.8 6.2 3.3 3.300v1.500M6.5 14v-1.500L9 10M6.5 14H14M12 14v7"/><path d="M4 4l16 16"/>`,
  table: svg`<path d="M3 9h18M5 9v11M19 9v11"/><rect x="8" y="4" width="8" height="5" rx="1"/>`,
  offTable: svg`<path d="M3 9h18M5 9v11M19 9v11M9 3l6 4M15 3L9 7"/>`,
  offer: svg`<path d="M12 3H4v8l9 9 8-8z"/><circle cx="8" cy="7.5" r="1.2"/>`,
  undo: svg`<path d="M8 4L3.5 8.5 8 13"/><path d="M4 8.500h9.500a6 6 0 0 1 0 12H8"/>`,
  previous: svg`<path d="M18 5v14L8 12z"/><path d="M5.5 5v14"/>`,
  next: svg`<path d="M6 5v14l10-7z"/><path d="M18.5 5v14"/>`,
  clear: svg`<path d="M4 20h16M7 20L4.5 14.5 14 5l6 6-9 9"/><path d="M9.5 9.500l6 6"/>`,
  stop: svg`<rect x="6" y="6" width="12" height="12" rx="2"/>`,
  search: svg`<circle cx="11" cy="11" r="6.5"/><path d="M16 16l5 5"/>`,
  more: svg`<path d="M6 9.500l6 6 6-6"/>`,
  less: svg`<path d="M6 14.500l6-6 6 6"/>`,
  people: svg`<circle cx="9" cy="8" r="3.5"/><path d="M2.5 20c.5-4 3-6 6.5-6s6 2 6.5 6M15.5 5a3.5 3.5 0 0 1 0 6.500M18 14.800c2 .8 3.2 2.5 3.5 5.2"/>`,
  check: svg`<path d="M4.5 12.500l5 5L19.5 7"/>`,
  sending: svg`<circle cx="5" cy="12" r="1.5"/><circle cx="12" cy="12" r="1.5"/><circle cx="19" cy="12" r="1.5"/>`,
  warn: svg`<path d="M12 3.500L22 20.500H2z"/><path d="M12 10v5M12 17.800v.2"/>`,
  fault: svg`<circle cx="12" cy="12" r="9"/><path d="M12 7v6M12 16.200v.3"/>`,
  info: svg`<circle cx="12" cy="12" r="9"/><path d="M12 11v6M12 7.500v.3"/>`,
  copy: svg`<rect x="8.5" y="8.5" width="12" height="12" rx="2"/><path d="M15.5 8.500V5.500a2 2 0 0 0-2-2h-8a2 2 0 0 0-2 2v8a2 2 0 0 0 2 2h3"/>`,
  open: svg`<path d="M14 4h6v6M20 4l-9 9M17 14v4a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2V9a2 2 0 0 1 2-2h4"/>`,
  plus: svg`<path d="M12 5v14M5 12h14"/>`,
  close: svg`<path d="M6 6l12 12M18 6L6 18"/>`,
  back: svg`<path d="M14.5 5.500L8 12l6.5 6.5"/>`,
  setup: svg`<path d="M4 7h9M19 7h1M4 17h1M11 17h9"/><circle cx="16" cy="7" r="2.5"/><circle cx="8" cy="17" r="2.5"/>`,
  key: svg`<circle cx="8" cy="15" r="4.5"/><path d="M11.5 11.500L20 3M16.5 6.500l3 3M14 9l2 2"/>`,
  picture: svg`<rect x="3" y="4" width="18" height="16" rx="2.5"/><circle cx="8.5" cy="9.5" r="1.7"/><path d="M4 18l5.5-5.5 4 4 2.5-2.5 4 4"/>`,
  upload: svg`<path d="M12 16V4M7 8.500L12 4l5 4.500M4 16v2.500A1.5 1.5 0 0 0 5.5 20h13a1.5 1.5 0 0 0 1.5-1.500V16"/>`,
  trash: svg`<path d="M4 6.500h16M9 6.500V4h6v2.500M6 6.500l1 14h10l1-14M10 10.500v6M14 10.500v6"/>`,
  keyboard: svg`<rect x="2.5" y="6" width="19" height="12.5" rx="2.5"/><path d="M6 10h.2M10 10h.2M14 10h.2M18 10h.2M7.5 14.500h9"/>`,
  menu: svg`<path d="M4 7h16M4 12h16M4 17h16"/>`,
  signal: svg`<path d="M4 20v-4M9.3 20v-8M14.6 20V8M20 20V4"/>`,
  calendar: svg`<rect x="3.5" y="5" width="17" height="15.5" rx="2.5"/><path d="M3.5 10h17M8 3v4M16 3v4"/>`,
  logout: svg`<path d="M14 4H6a2 2 0 0 0-2 2v12a2 2 0 0 0 2 2h8M10 12h11M17 8l4 4-4 4"/>`,
  sun: svg`<circle cx="12" cy="12" r="4"/><path d="M12 2.500v2M12 19.500v2M2.5 12h2M19.5 12h2M5.3 5.300l1.4 1.400M17.3 17.300l1.4 1.400M5.3 18.700l1.4-1.400M17.3 6.700l1.4-1.4"/>`,
  moon: svg`<path d="M20 14.500A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.500z"/>`,
} as const;

export type IconName = keyof typeof PATHS;

export function icon(name: IconName, size = 20): TemplateResult {
  return html`<svg
    width=${size}
    height=${size}
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentColor"
    stroke-width="1.8"
    stroke-linecap="round"
    stroke-linejoin="round"
    aria-hidden="true"
  >
    ${PATHS[name]}
  </svg>`;
}
