import { useEffect, useRef } from 'react';
import { firstPaint } from '../layout/firstPaint.ts';

interface TexProps {
  readonly tex: string;
  readonly display?: boolean;
}

/** Chosen and rejected keep their two colours in formulas; the stylesheet maps these to the theme's shades. */
const CHOSEN_TEX = '#0072B2';
const REJECTED_TEX = '#D55E00';

const importKatex = () => firstPaint().then(() => import('katex'));

/**
 * A formula as MathML, built as DOM nodes: the page's policy allows no markup strings and no inline style. KaTeX is loaded
 * when the first formula asks for it, after the first paint.
 */
export function Tex({ tex, display = false }: TexProps) {
  const ref = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    let isCurrent = true;
    void importKatex().then(({ default: katex }) => {
      const element = ref.current;
      if (!isCurrent || element === null) return;
      katex.render(coloured(tex), element, {
        output: 'mathml',
        displayMode: display,
        throwOnError: false,
        trust: false,
      });
    });
    return () => {
      isCurrent = false;
    };
  }, [tex, display]);
  // React leaves the children alone: there are none of its own.
  return <span ref={ref} className={display ? 'tex tex-display' : 'tex'} />;
}

/** In braces of their own, for `\bar u`. u and w stand for the chosen answer, v and l for the rejected one, in every method's formula. */
function coloured(tex: string): string {
  return tex
    .replaceAll(/(?<![\\A-Za-z])u(?![A-Za-z])/g, `{\\textcolor{${CHOSEN_TEX}}{u}}`)
    .replaceAll(/(?<![\\A-Za-z])v(?![A-Za-z])/g, `{\\textcolor{${REJECTED_TEX}}{v}}`)
    .replaceAll(/_w(?![A-Za-z])/g, `_{\\textcolor{${CHOSEN_TEX}}{w}}`)
    .replaceAll(/_l(?![A-Za-z])/g, `_{\\textcolor{${REJECTED_TEX}}{l}}`);
}
