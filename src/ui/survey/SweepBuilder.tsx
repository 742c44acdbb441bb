import {
  DRAWS_MAX,
  type Experiment,
  methodOf,
  readSurvey,
  readSweep,
  type Sweep,
  type SweepAxis,
  type SweptSetting,
  sweepText,
  sweptSettings,
} from '../../engine/index.ts';
import { formatSetting } from '../i18n/numbers.ts';
import { text } from '../i18n/text.ts';
import { withSurvey } from '../state/experimentState.ts';
import { useSession } from '../state/SessionContext.ts';
import { axisAround } from './axisAround.ts';
import { TextSetting } from './TextSetting.tsx';

/** What a sweep runs over: one or two settings of the experiment's objective or of the experiment, as a grid or as draws. */
export function SweepBuilder({
  experiment,
  disabled,
}: {
  readonly experiment: Experiment;
  readonly disabled: boolean;
}) {
  const session = useSession();
  const method = methodOf(experiment);
  if (method === undefined) return null;
  const settings = sweptSettings(method);
  const isOwnData = experiment.data === 'own';
  const sweep = readSweep(experiment.sweep, method, isOwnData);
  const axes = sweep?.axes ?? [];
  const draws = sweep?.draws ?? null;
  /** What cannot be read changes nothing. */
  const write = (typed: string) => {
    const { notes } = readSurvey({ sweep: typed }, method, isOwnData);
    const [refused] = notes.filter(({ kind }) => kind === 'invalid');
    if (refused !== undefined) return text.survey.notTaken(refused.found);
    session.editExperiment((edited) => withSurvey(edited, { sweep: typed, bench: '' }));
    return notes.length === 0 ? '' : text.survey.clamped;
  };
  const set = (next: Sweep) => write(next.axes.length === 0 ? '' : sweepText(next));
  const choose = (index: number, name: string) => {
    const setting = settings.find((candidate) => candidate.name === name);
    const others = axes.filter((_, i) => i !== index);
    if (setting === undefined) return set({ axes: others, draws });
    return set({ axes: axes.toSpliced(index, 1, axisAround(setting, experiment)), draws });
  };
  return (
    <div className="survey-builder">
      {[0, ...(axes.length > 0 ? [1] : [])].map((index) => (
        <AxisFields
          key={index}
          index={index}
          axis={axes[index]}
          settings={settings.filter(({ name }) => !axes.some((axis, i) => i !== index && axis.setting.name === name))}
          isDrawn={draws !== null}
          disabled={disabled}
          onChoose={(name) => choose(index, name)}
          onWrite={(part) => {
            const parts = axes.map((axis) => sweepText({ axes: [axis], draws: null })).toSpliced(index, 1, part);
            return write([...(draws === null ? [] : [`random:${draws}`]), ...parts].join(','));
          }}
        />
      ))}
      {axes.length === 0 ? null : (
        <div className="survey-fields">
          <label>
            {text.survey.cells}{' '}
            <select
              value={draws === null ? 'grid' : 'random'}
              disabled={disabled}
              onChange={({ target }) => set({ axes, draws: target.value === 'grid' ? null : 12 })}
            >
              <option value="grid">{text.survey.grid}</option>
              <option value="random">{text.survey.random}</option>
            </select>
          </label>
          {draws === null ? null : (
            <TextSetting
              label={text.survey.draws}
              value={String(draws)}
              disabled={disabled}
              onCommit={(typed) => {
                const count = Math.min(DRAWS_MAX, Math.max(2, Math.round(Number(typed))));
                return Number.isFinite(count) ? set({ axes, draws: count }) : text.survey.notTaken(typed);
              }}
            />
          )}
        </div>
      )}
      <p className="control-note">{text.survey.sweepNote}</p>
    </div>
  );
}

interface AxisFieldsProps {
  readonly index: number;
  readonly axis: SweepAxis | undefined;
  readonly settings: readonly SweptSetting[];
  readonly isDrawn: boolean;
  readonly disabled: boolean;
  readonly onChoose: (name: string) => void;
  /** The axis as a link says it. */
  readonly onWrite: (part: string) => string;
}

function AxisFields({ index, axis, settings, isDrawn, disabled, onChoose, onWrite }: AxisFieldsProps) {
  const name = axis?.setting.name ?? '';
  const part = (from: string | number, to: string | number, count: string | number) =>
    isDrawn ? `${name}:${from}:${to}` : `${name}:${from}:${to}:${count}`;
  return (
    <div className="survey-fields">
      <label>
        {text.survey.axis(index)}{' '}
        <select value={name} disabled={disabled} onChange={({ target }) => onChoose(target.value)}>
          <option value="">{text.survey.noAxis}</option>
          {settings.map((setting) => (
            <option key={setting.name} value={setting.name}>
              {setting.isHyperparameter ? setting.name : (text.settings[setting.name]?.[0] ?? setting.name)}
            </option>
          ))}
        </select>
      </label>
      {axis === undefined ? null : (
        <>
          <TextSetting
            label={text.survey.from}
            value={formatSetting(axis.from)}
            disabled={disabled}
            onCommit={(typed) => onWrite(part(typed, axis.to, axis.count))}
          />
          <TextSetting
            label={text.survey.to}
            value={formatSetting(axis.to)}
            disabled={disabled}
            onCommit={(typed) => onWrite(part(axis.from, typed, axis.count))}
          />
          {isDrawn ? null : (
            <TextSetting
              label={text.survey.values}
              value={String(axis.count)}
              disabled={disabled}
              onCommit={(typed) => onWrite(part(axis.from, axis.to, typed))}
            />
          )}
        </>
      )}
    </div>
  );
}
