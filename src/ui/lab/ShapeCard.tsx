import { useCallback, useDeferredValue, useMemo, useRef, useState } from 'react';
import { type Experiment, METHODS, type MethodDefinition, methodOf, type PairScores } from '../../engine/index.ts';
import { ChartFrame } from '../charts/ChartFrame.tsx';
import { usePainted } from '../charts/usePainted.ts';
import { useVisible } from '../charts/useVisible.ts';
import { useWidth } from '../charts/useWidth.ts';
import { text } from '../i18n/text.ts';
import { blockedBy, hasSameObjective } from '../state/experimentState.ts';
import { useExperiment, useSession } from '../state/SessionContext.ts';
import { CurvePlot } from './CurvePlot.tsx';
import { MapPlot } from './MapPlot.tsx';
import { OverlayPicker } from './OverlayPicker.tsx';
import { ShapeTable } from './ShapeTable.tsx';
import { curveDomain, curves, drawShapes, pairDots, SHOWN_MAX, valueAt } from './shapes.ts';

const LOSS_HEIGHT = 208;
const PUSH_HEIGHT = 120;
const MAP_SIZE = 260;

/** The objective as a picture: its loss and how hard it pushes, over the margin; the current batch's pairs on it. */
export function ShapeCard() {
  const bodyRef = useRef<HTMLDivElement>(null);
  const width = useWidth(bodyRef);
  const isVisible = useVisible(bodyRef);
  const [others, setOthers] = useState<readonly MethodDefinition[]>([]);
  const experiment = useDeferredValue(useExperiment((state) => state.experiment));
  const own = useReadable(experiment);
  const compared = useMemo(() => others.filter(({ id }) => id !== own.id), [others, own]);
  const { extent, shapes } = useMemo(() => drawShapes(own, experiment, compared), [own, experiment, compared]);
  const dots = pairDots(useBatch(isVisible, experiment));
  const [losses, pushes] = [curves(shapes, 'losses'), curves(shapes, 'pushes')];
  const [loss, push] = [losses[0], pushes[0]];
  const isCurve = shapes[0]?.shape.kind === 'margin';
  const maps = shapes.flatMap(({ method, shape }) => (shape.kind === 'plane' ? [{ method, shape }] : []));
  return (
    <section className="card" aria-label={text.lab.shape}>
      <ChartFrame
        name={text.lab.shape}
        caption={text.lab.shapeCaption}
        summary={isCurve ? text.lab.curveSummary(own.label, dots.length) : text.lab.mapSummary(own.label, dots.length)}
        figure={
          <OverlayPicker
            shown={[own, ...compared]}
            methods={METHODS}
            most={SHOWN_MAX}
            label={text.lab.compare}
            removeLabel={text.lab.remove}
            onChange={setOthers}
          />
        }
        height={(losses.length > 0 ? LOSS_HEIGHT + PUSH_HEIGHT + 40 : 0) + (maps.length > 0 ? MAP_SIZE + 28 : 0)}
        legend={<Legend shapes={shapes} />}
        table={() => <ShapeTable shapes={shapes} />}
      >
        <div ref={bodyRef} className="chart-canvas">
          {width > 0 && loss !== undefined && push !== undefined ? (
            <>
              <CurvePlot
                width={width}
                height={LOSS_HEIGHT}
                label={text.lab.lossAxis}
                curves={losses}
                dots={isCurve ? dots.map(({ margin, loss: y }) => ({ x: margin, y: y ?? valueAt(loss, margin) })) : []}
                extent={extent}
                yDomain={curveDomain(losses)}
                hideX
              />
              <p className="shape-caption">{text.lab.pushAxis}</p>
              <CurvePlot
                width={width}
                height={PUSH_HEIGHT}
                label={text.lab.pushAxis}
                curves={pushes}
                dots={isCurve ? dots.map(({ margin }) => ({ x: margin, y: valueAt(push, margin) })) : []}
                extent={extent}
                yDomain={curveDomain(pushes)}
              />
              <p className="shape-caption shape-axis">{text.lab.marginAxis}</p>
            </>
          ) : null}
          <div className="shape-maps">
            {maps.map(({ method, shape }) => (
              <figure key={method.id}>
                <figcaption className="shape-caption">{text.lab.mapOf(method.label)}</figcaption>
                <MapPlot
                  size={MAP_SIZE}
                  label={text.lab.mapOf(method.label)}
                  scores={shape.scores}
                  values={shape.losses}
                  dots={method.id === own.id ? dots : []}
                />
              </figure>
            ))}
          </div>
        </div>
      </ChartFrame>
    </section>
  );
}

/** The experiment's objective; while its text cannot be read, as it was last. */
function useReadable(experiment: Experiment): MethodDefinition {
  const readable = blockedBy(experiment) === 'expression' ? undefined : methodOf(experiment);
  const [last, setLast] = useState(readable ?? (METHODS[0] as MethodDefinition));
  if (readable !== undefined && readable !== last) setLast(readable);
  return readable ?? last;
}

/** The pairs of the newest batch of a run with this objective. */
function useBatch(isVisible: boolean, edited: Experiment): PairScores | null {
  const { run } = useSession().stores;
  return usePainted(
    isVisible,
    useCallback(() => {
      const { experiment, pairs } = run.getState();
      return experiment !== null && hasSameObjective(experiment, edited) ? pairs : null;
    }, [run, edited]),
  );
}

function Legend({ shapes }: { shapes: ReturnType<typeof drawShapes>['shapes'] }) {
  return shapes.map(({ method, shape, colour, dash }) =>
    shape.kind === 'margin' ? (
      <span key={method.id} className="legend-item">
        <svg width="20" height="10" aria-hidden="true">
          <path className="shape-curve" stroke={colour} strokeDasharray={dash} d="M0,5h20" />
        </svg>
        {method.label}
      </span>
    ) : null,
  );
}
