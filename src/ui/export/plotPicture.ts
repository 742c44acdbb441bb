import { inlinedStyles } from './inlinedStyles.ts';

const SVG = 'http://www.w3.org/2000/svg';
const PADDING = 16;
const WIDTH_MIN = 480;
const LINE_HEIGHT = 1.4;
const LEGEND_GAP = 16;

export interface PlotPicture {
  /** A whole SVG document. */
  readonly svg: string;
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
}

interface Style {
  readonly size: number;
  readonly colour: string;
  readonly weight?: string;
}

/**
 * A chart's figure as a picture that stands for itself: name, caption, legend, plot, the sentence about it, and `notes`.
 *
 * @param figure as ChartFrame makes it, with its plot showing
 * @throws TypeError where the figure shows no plot
 */
export function plotPicture(figure: Element, notes: readonly string[]): PlotPicture {
  const surface = figure.querySelector<SVGSVGElement>('svg.recharts-surface');
  if (surface === null) throw new TypeError('the figure shows no plot');
  const plot = surface.getBoundingClientRect();
  const words = (selector: string) => figure.querySelector(selector)?.textContent ?? '';
  const { color: strong, fontFamily } = getComputedStyle(figure);
  const muted = getComputedStyle(figure.querySelector('.chart-caption') ?? figure).color;
  const width = Math.max(WIDTH_MIN, Math.ceil(plot.width) + 2 * PADDING);
  const picture = new PictureBuilder(width, fontFamily);

  picture.paragraph(words('.metric-name'), { size: 15, colour: strong, weight: '600' });
  picture.paragraph(words('.chart-caption'), { size: 12, colour: muted });
  picture.legend([...figure.querySelectorAll('.legend-item, .legend-note')], { size: 12, colour: muted });
  picture.plot(surface, plot);
  picture.paragraph(words('.chart-summary'), { size: 12, colour: muted });
  for (const note of notes) picture.paragraph(note, { size: 11, colour: muted });
  const card = figure.closest('.card') ?? document.body;
  return picture.finish(words('.metric-name'), words('.chart-summary'), getComputedStyle(card).backgroundColor);
}

class PictureBuilder {
  private readonly root = document.createElementNS(SVG, 'svg');
  private readonly ruler = document.createElement('canvas').getContext('2d');
  private readonly width: number;
  private readonly fontFamily: string;
  private y = PADDING;

  constructor(width: number, fontFamily: string) {
    this.width = width;
    this.fontFamily = fontFamily;
  }

  paragraph(text: string, style: Style): void {
    for (const line of this.wrapped(text, style)) {
      this.y += style.size * LINE_HEIGHT;
      this.text(line, PADDING, this.y - style.size * 0.35, style);
    }
  }

  /** Marks and names in a row; a second one where they do not fit. */
  legend(items: readonly Element[], style: Style): void {
    if (items.length === 0) return;
    let x = PADDING;
    this.y += style.size * LINE_HEIGHT + 4;
    for (const item of items) {
      const mark = item.querySelector('svg');
      const name = [...item.childNodes]
        .map(({ textContent }) => textContent?.trim())
        .filter(Boolean)
        .join(' ');
      const markWidth = mark === null ? 0 : mark.width.baseVal.value + 6;
      const width = markWidth + this.widthOf(name, style);
      if (x > PADDING && x + width > this.width - PADDING) {
        x = PADDING;
        this.y += style.size * LINE_HEIGHT;
      }
      if (mark !== null) {
        const copy = inlinedStyles(mark);
        copy.setAttribute('x', String(x));
        copy.setAttribute('y', String(this.y - style.size * 0.7 - mark.height.baseVal.value / 2));
        this.root.append(copy);
      }
      this.text(name, x + markWidth, this.y - style.size * 0.35, style);
      x += width + LEGEND_GAP;
    }
  }

  plot(surface: SVGSVGElement, { width, height }: DOMRect): void {
    const copy = inlinedStyles(surface);
    this.y += 8;
    const place = { x: PADDING, y: this.y, width, height };
    for (const [name, value] of Object.entries(place)) copy.setAttribute(name, String(value));
    this.root.append(copy);
    this.y += height + 4;
  }

  finish(title: string, description: string, background: string): PlotPicture {
    const height = Math.ceil(this.y + PADDING);
    const paper = element('rect', { width: '100%', height: '100%', fill: background });
    const [name, about] = [element('title', {}), element('desc', {})];
    name.textContent = title;
    about.textContent = description;
    this.root.prepend(name, about, paper);
    const attributes = { width: this.width, height, viewBox: `0 0 ${this.width} ${height}`, role: 'img' };
    for (const [key, value] of Object.entries(attributes)) this.root.setAttribute(key, String(value));
    const svg = `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(this.root)}\n`;
    return { svg, width: this.width, height };
  }

  private text(content: string, x: number, y: number, { size, colour, weight = '400' }: Style): void {
    const node = element('text', {
      x: String(x),
      y: String(y),
      fill: colour,
      'font-size': String(size),
      'font-weight': weight,
      'font-family': this.fontFamily,
    });
    node.textContent = content;
    this.root.append(node);
  }

  private widthOf(text: string, { size, weight = '400' }: Style): number {
    if (this.ruler === null) return text.length * size * 0.6;
    this.ruler.font = `${weight} ${size}px ${this.fontFamily}`;
    return this.ruler.measureText(text).width;
  }

  /** By words; a word that is wider than the picture (a link) by characters. */
  private wrapped(text: string, style: Style): string[] {
    const most = this.width - 2 * PADDING;
    const lines: string[] = [];
    let line = '';
    for (const word of text.split(/\s+/).filter((part) => part !== '')) {
      const longer = line === '' ? word : `${line} ${word}`;
      if (this.widthOf(longer, style) <= most) {
        line = longer;
        continue;
      }
      if (line !== '') lines.push(line);
      line = word;
      while (this.widthOf(line, style) > most) {
        let length = line.length - 1;
        while (length > 1 && this.widthOf(line.slice(0, length), style) > most) length--;
        lines.push(line.slice(0, length));
        line = line.slice(length);
      }
    }
    return line === '' ? lines : [...lines, line];
  }
}

function element(name: string, attributes: Readonly<Record<string, string>>): SVGElement {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  return node;
}
