const FOCUSABLE = 'a[href], button:not([disabled]), input, select, [tabindex="0"]';

/** Keeps Tab inside the element that listens, as a dialog does. */
export function trapTab(event: KeyboardEvent): void {
  if (event.key !== 'Tab') {
    return;
  }
  const box = event.currentTarget as HTMLElement;
  const stops = [...box.querySelectorAll<HTMLElement>(FOCUSABLE)].filter((stop) => stop.checkVisibility());
  const focused = (box.getRootNode() as ShadowRoot).activeElement;
  const [from, to] = event.shiftKey ? [stops[0], stops.at(-1)] : [stops.at(-1), stops[0]];
  if (to && (focused === from || focused === null)) {
    event.preventDefault();
    to.focus();
  }
}
