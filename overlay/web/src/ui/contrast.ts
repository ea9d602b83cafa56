/** Black or white, whichever is easier to read on a colour (WCAG 2.2 contrast ratio). One of the two is always ≥ 4.5. */
export function readableOn(rgb: readonly [number, number, number]): '#000' | '#fff' {
  return contrast(luminance(rgb), 1) >= 4.5 ? '#fff' : '#000';
}

/** Relative luminance, 0 to 1; channels 0 to 255. */
export function luminance(rgb: readonly [number, number, number]): number {
  const [r, g, b] = rgb.map((channel) => {
    const c = channel / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

export function contrast(a: number, b: number): number {
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

/** `#rgb` or `#rrggbb`, the only spellings that the accent attribute takes: nothing else can reach a style. */
export function parseHex(colour: string): readonly [number, number, number] | undefined {
  const match = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(colour.trim());
  const digits = match?.[1];
  if (!digits) {
    return undefined;
  }
  const full = digits.length === 3 ? [...digits].map((d) => d + d).join('') : digits;
  return [0, 2, 4].map((i) => Number.parseInt(full.slice(i, i + 2), 16)) as unknown as readonly [
    number,
    number,
    number,
  ];
}

/** Gives an element its brand's colour, with words on it that can be read; without one the default stays. */
export function applyAccent(element: HTMLElement, accent: string): void {
  const rgb = parseHex(accent);
  if (rgb) {
    element.style.setProperty('--vitrine-accent', accent.trim());
    element.style.setProperty('--vitrine-on-accent', readableOn(rgb));
  } else {
    element.style.removeProperty('--vitrine-accent');
    element.style.removeProperty('--vitrine-on-accent');
  }
}
