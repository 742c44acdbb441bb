import { type ReactNode, Suspense, useRef } from 'react';
import { ChartFrame } from '../charts/ChartFrame.tsx';
import { LazyScatterPlot } from '../charts/lazyPlots.ts';
import type { PlotDot, PlotPoint } from '../charts/ScatterPlot.tsx';
import { useWidth } from '../charts/useWidth.ts';
import type { Domain } from '../series/niceDomain.ts';

interface EvaluationScatterProps {
  readonly name: string;
  readonly caption: string;
  readonly summary: string;
  readonly dots: readonly PlotDot[];
  readonly curve: readonly PlotPoint[];
  readonly xDomain: Domain;
  readonly yDomain: Domain;
  readonly hasOrigin?: boolean;
  readonly format?: (value: number) => string;
  readonly legend: ReactNode;
  readonly table: () => ReactNode;
}

const HEIGHT = 208;

/** A scatter of the newest evaluation in a card of its own: dots against a curve that theory gives. */
export function EvaluationScatter(props: EvaluationScatterProps) {
  const { name, format } = props;
  const bodyRef = useRef<HTMLDivElement>(null);
  const width = useWidth(bodyRef);
  return (
    <section className="card" aria-label={name}>
      <ChartFrame
        name={name}
        caption={props.caption}
        summary={props.summary}
        height={HEIGHT}
        legend={props.legend}
        table={props.table}
      >
        <div ref={bodyRef} className="chart-canvas">
          {width > 0 ? (
            <Suspense fallback={<div className="chart-skeleton" />}>
              <LazyScatterPlot
                width={width}
                height={HEIGHT}
                label={name}
                dots={props.dots}
                curve={props.curve}
                xDomain={props.xDomain}
                yDomain={props.yDomain}
                hasOrigin={props.hasOrigin ?? false}
                {...(format === undefined ? {} : { formatX: format, formatY: format })}
              />
            </Suspense>
          ) : null}
        </div>
      </ChartFrame>
    </section>
  );
}
