/** What decides how an SVG element looks, as presentation attributes: the page's policy allows no style attributes. */
const PROPERTIES = [
  'display',
  'visibility',
  'opacity',
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-opacity',
  'stroke-width',
  'stroke-dasharray',
  'stroke-linecap',
  'stroke-linejoin',
  'font-family',
  'font-size',
  'font-weight',
  'text-anchor',
] as const;
const DROPPED = ['class', 'style', 'tabindex', 'role'] as const;

/** A copy of an element on screen that looks the same without the page's style sheets, variables and theme. */
export function inlinedStyles(element: SVGElement): SVGElement {
  const copy = element.cloneNode(true) as SVGElement;
  const copies = [copy, ...copy.querySelectorAll('*')];
  for (const [index, original] of [element, ...element.querySelectorAll('*')].entries()) {
    const target = copies[index];
    if (target === undefined) continue;
    const style = getComputedStyle(original);
    for (const property of PROPERTIES) target.setAttribute(property, style.getPropertyValue(property));
    for (const { name } of [...target.attributes]) {
      if ((DROPPED as readonly string[]).includes(name) || /^(aria|data)-/.test(name)) target.removeAttribute(name);
    }
  }
  return copy;
}
