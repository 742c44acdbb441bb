/** Time in which a chart that has come into view takes the newest points: an observer's turn, and its turn to paint. */
const PAINT_MS = 250;

export interface ShownPlot {
  readonly name: string;
  readonly figure: Element;
}

/** The plots the page has now; those shown as tables are left out. */
export function shownPlots(): ShownPlot[] {
  return [...document.querySelectorAll('figure.chart')]
    .filter((figure) => figure.querySelector('svg.recharts-surface') !== null)
    .map((figure) => ({ name: figure.querySelector('.metric-name')?.textContent ?? '', figure }));
}

/** What is off screen is not drawn: brings a plot into view for as long as `use` takes. */
export async function whileInView<T>({ figure }: ShownPlot, use: () => T): Promise<T> {
  const { scrollX, scrollY } = globalThis;
  figure.scrollIntoView({ block: 'center', behavior: 'instant' });
  await new Promise((resolve) => setTimeout(resolve, PAINT_MS));
  try {
    return use();
  } finally {
    globalThis.scrollTo({ left: scrollX, top: scrollY, behavior: 'instant' });
  }
}
