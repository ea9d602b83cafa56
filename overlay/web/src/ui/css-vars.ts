import { noChange } from 'lit';
import { type AttributePart, directive, Directive, type PartInfo, PartType } from 'lit/directive.js';

/**
 * Sets custom properties through the CSSOM. Lit's styleMap begins with a style attribute, and a page whose policy is
 * `style-src 'self'` refuses those.
 */
class CssVars extends Directive {
  constructor(part: PartInfo) {
    super(part);
    if (part.type !== PartType.ATTRIBUTE || part.name !== 'data-vars') {
      throw new TypeError('cssVars belongs into an attribute named data-vars');
    }
  }

  render(_: Readonly<Record<`--${string}`, string | number>>): unknown {
    return noChange;
  }

  override update(part: AttributePart, [vars]: [Readonly<Record<`--${string}`, string | number>>]): unknown {
    const { style } = part.element;
    for (const [name, value] of Object.entries(vars)) {
      style.setProperty(name, `${value}`);
    }
    return noChange;
  }
}

export const cssVars = directive(CssVars);
