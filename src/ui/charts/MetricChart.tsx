import { memo, Suspense, useCallback, useMemo, useRef } from 'react';
import { useStore } from 'zustand';
import type { MetricValue } from '../../engine/index.ts';
import { formatFixed } from '../i18n/numbers.ts';
import { text } from '../i18n/text.ts';
import { type Domain, niceDomain } from '../series/niceDomain.ts';
import { summarise } from '../series/summarise.ts';
import { objectiveLabel } from '../state/experimentState.ts';
import type { Rival } from '../state/Rival.ts';
import { useExperiment, useRivals, useRun, useSession } from '../state/SessionContext.ts';
import { ChartFrame } from './ChartFrame.tsx';
import { certaintyOf } from './certainty.ts';
import { type ChartLine, type ChartView, chartView, extent } from './chartRows.ts';
import { Legend } from './Legend.tsx';
import { LazyLinePlot } from './lazyPlots.ts';
import { type BandPoint, plotBands } from './plotBands.ts';
import type { PastCurve } from './plotLayers.tsx';
import { racingLines, rivalCurves } from './rivalCurves.ts';
import { SeriesTable } from './SeriesTable.tsx';
import { usePainted } from './usePainted.ts';
import { useVisible } from './useVisible.ts';
import { useWidth } from './useWidth.ts';

interface MetricChartProps {
  readonly name: string;
  readonly caption: string;
  /** One or two. */
  readonly lines: readonly ChartLine[];
  readonly height: number;
  readonly level?: number;
  readonly hideSteps?: boolean;
  readonly quiet?: boolean;
  /** Earlier runs behind the line. */
  readonly withPast?: boolean;
  /** In a race: the first line alone, by its objective's name, and those of the others. */
  readonly inRace?: boolean;
  /** Axis never narrower than this. */
  readonly least?: Domain;
  readonly format?: (value: number) => string;
  /** Uncertainty by line, where it is not what `plotBands` takes it to be. */
  readonly bands?: (view: ChartView) => readonly (readonly BandPoint[])[];
  readonly summary?: (view: ChartView) => string;
}

const NO_CURVES: readonly PastCurve[] = [];
const NO_EVALUATIONS: ReadonlyMap<number, MetricValue> = new Map();
const NO_RIVALS: readonly Rival[] = [];

/** Curves over steps, fed from the buckets outside React, only while on screen. */
export const MetricChart = memo(function MetricChart(props: MetricChartProps) {
  const { name, format = formatFixed } = props;
  const bodyRef = useRef<HTMLDivElement>(null);
  const domainRef = useRef<{ run: string | null; y: Domain } | null>(null);
  const isVisible = useVisible(bodyRef);
  const width = useWidth(bodyRef);
  const { series, library, playback } = useSession().stores;
  const racing = useRivals();
  const rivals = props.inRace ? racing : NO_RIVALS;
  const own = useRun((run) => objectiveLabel(run.experiment));
  const lines = useMemo(() => racingLines(props.lines, rivals, own), [props.lines, rivals, own]);
  const newestChange = useCallback(() => {
    const change = (of: typeof series) => Math.max(...lines.map(({ source, metric }) => of.changeOf(source, metric)));
    // Each only ever grows: so does their sum.
    return rivals.reduce((sum, rival) => sum + change(rival.series), change(series));
  }, [series, lines, rivals]);
  const change = usePainted(isVisible, newestChange);
  const past = useStore(library);
  const shownRun = useRun((run) => (run.shown === 'live' ? run.runId : run.shown));
  const isRecordingOver = useStore(playback, ({ state }) => state === 'ended') && shownRun === 'recorded';
  const maxSteps = useRun((run) => run.experiment?.max_steps ?? null);
  const editedSteps = useExperiment((state) => state.experiment.max_steps);

  // biome-ignore lint/correctness/useExhaustiveDependencies: it says that the series (mutable) changed
  const view = useMemo(() => chartView(series, lines), [series, lines, change, shownRun]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it says that their series (mutable) changed
  const others = useMemo(() => rivalCurves(rivals, lines[0]), [rivals, lines, change, shownRun]);
  const curves = useMemo(
    () =>
      props.withPast
        ? past.map((run, age) => ({
            id: run.id,
            pinned: run.pinned,
            age,
            points: run.curves[lines[0]?.metric ?? ''] ?? [],
          }))
        : NO_CURVES,
    [past, lines, props.withPast],
  );
  const bands = useMemo(() => plotBands(lines, view, others, props.bands?.(view)), [view, props.bands, lines, others]);

  const [low, high] = extent([...view.points, ...[...curves, ...others].map(({ points }) => points)]) ??
    props.least ?? [0, 1];
  const least = props.least ?? [low, high];
  const intervals = bands.flatMap(({ points }) => points);
  const bandLow = intervals.reduce((value, interval) => Math.min(value, interval.low), low);
  const bandHigh = intervals.reduce((value, interval) => Math.max(value, interval.high), high);
  const previous = domainRef.current?.run === shownRun ? domainRef.current.y : undefined;
  const yDomain = niceDomain(
    Math.min(bandLow, least[0]),
    Math.max(bandHigh, least[1]),
    view.rows.length > 0 ? previous : undefined,
  );
  domainRef.current = { run: shownRun, y: yDomain };
  const lastStep = Math.max(view.rows.at(-1)?.step ?? 0, ...curves.map(({ points }) => points.at(-1)?.step ?? 0));
  const xDomain = useMemo<Domain>(
    () => [0, Math.max(maxSteps ?? editedSteps, lastStep)],
    [maxSteps, editedSteps, lastStep],
  );

  const summary =
    (others.length === 0 ? props.summary?.(view) : undefined) ??
    [
      ...lines.map(({ label }, index) => ({
        label,
        points: view.points[index] ?? [],
        certainty: certaintyOf(view.evaluations[index] ?? NO_EVALUATIONS),
      })),
      ...others.map((rival) => ({ ...rival, certainty: null })),
    ]
      .map(({ label, points, certainty }) => {
        const facts = summarise(points);
        if (facts === null) return null;
        const story = text.charts.summary(label, facts);
        return certainty === null ? story : `${story} ${text.evaluation.certainty(certainty, props.format)}`;
      })
      .filter((sentence) => sentence !== null)
      .join(' ');
  const newest = view.points[0]?.at(-1);
  // A recording made before the page had this figure.
  const isLacking = isRecordingOver && lines.every(({ source, metric }) => series.latest(source, metric) === undefined);

  return (
    <ChartFrame
      name={name}
      caption={props.caption}
      summary={isLacking ? text.charts.notRecorded : summary === '' ? text.charts.waitingForPoints : summary}
      figure={
        others.length === 0 && (lines.length === 1 || props.bands !== undefined)
          ? newest === undefined
            ? '–'
            : format(newest.mean)
          : undefined
      }
      legend={
        lines.length + others.length > 1 ? (
          <Legend lines={lines} view={view} rivals={others} format={format} />
        ) : undefined
      }
      height={props.height}
      quiet={props.quiet ?? false}
      table={() => <SeriesTable name={name} lines={lines} view={view} rivals={others} />}
    >
      <div ref={bodyRef} className="chart-canvas">
        {width > 0 ? (
          <Suspense fallback={<div className="chart-skeleton" />}>
            <LazyLinePlot
              width={width}
              height={props.height}
              label={name}
              lines={lines}
              rows={view.rows}
              bands={bands}
              past={curves}
              rivals={others}
              xDomain={xDomain}
              yDomain={yDomain}
              {...(props.level === undefined ? {} : { level: props.level })}
              hideSteps={props.hideSteps ?? false}
              {...(props.format === undefined ? {} : { format: props.format })}
            />
          </Suspense>
        ) : null}
      </div>
    </ChartFrame>
  );
});
