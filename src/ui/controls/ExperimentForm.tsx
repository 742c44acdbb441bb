import {
  CUSTOM_LOSS,
  type Experiment,
  METHODS,
  methodOf,
  PRESETS,
  presetExperiment,
  WORLD_FACTS,
} from '../../engine/index.ts';
import { text } from '../i18n/text.ts';
import { baseExperiment, withSetting } from '../state/experimentState.ts';
import { useExperiment, useSession } from '../state/SessionContext.ts';
import { ChoiceControl } from './ChoiceControl.tsx';
import { CustomObjective } from './CustomObjective.tsx';
import { DATA_CHOICES, MODEL_IDS, OWN_DATA } from './catalogue.ts';
import { DataKnob } from './DataKnob.tsx';
import { FormulaPanel } from './FormulaPanel.tsx';
import { HyperparameterForm } from './HyperparameterForm.tsx';
import { JudgeSettings } from './JudgeSettings.tsx';
import { MethodBadges } from './MethodBadges.tsx';
import { MoreSettings } from './MoreSettings.tsx';
import { ObjectivePicker } from './ObjectivePicker.tsx';
import { OwnDataPointer } from './OwnDataPointer.tsx';
import { RivalPicker } from './RivalPicker.tsx';
import { SettingControl } from './SettingControl.tsx';
import { SettingTag } from './SettingTag.tsx';
import { shownParameters } from './shownParameters.ts';
import { UntaughtWorld } from './UntaughtWorld.tsx';
import { WorldKnobs } from './WorldKnobs.tsx';

/** Preset, model, data, objective, up to two of its settings, learning rate, steps: at most eight controls in sight. */
const VISIBLE_HYPERPARAMETERS = 2;

export function ExperimentForm() {
  const session = useSession();
  const state = useExperiment((current) => current);
  const { experiment, presetId, readOnly } = state;
  const base = baseExperiment(state);
  const method = methodOf(experiment) ?? METHODS[0];
  if (method === undefined) return null;
  const parameters = shownParameters(method, experiment);
  const preset = PRESETS.find(({ id }) => id === presetId);
  const edit = (change: (edited: Experiment) => Experiment) => session.editExperiment(change);
  return (
    <form className="experiment-form" aria-label={text.page.experiment} onSubmit={(event) => event.preventDefault()}>
      <ChoiceControl
        id="preset"
        label={text.controls.preset}
        value={presetId ?? ''}
        choices={[
          ...(presetId === null ? [{ value: '', label: text.controls.custom }] : []),
          ...PRESETS.map(({ id, label }) => ({ value: id, label })),
        ]}
        note={preset?.goal}
        stacked
        disabled={readOnly}
        onChange={(id) => {
          const next = PRESETS.find((candidate) => candidate.id === id);
          if (next === undefined) return;
          // The seed stays: presets are compared on the same draws.
          const started = { ...presetExperiment(next), seed: experiment.seed };
          session.stores.experiment.setState({ experiment: started, presetId: id, notes: [] });
          void session.recorded.show(`recorded/${id}.json`);
        }}
      />
      <ChoiceControl
        id="model"
        label={text.controls.model}
        value={experiment.model}
        base={base.model}
        choices={MODEL_IDS.map((id) => ({ value: id, label: text.models[id]?.[0] ?? id }))}
        tag={<SettingTag name="model" />}
        disabled={readOnly}
        onChange={(id) => edit((edited) => withSetting(edited, 'model', id))}
      />
      <ChoiceControl
        id="data"
        label={text.controls.data}
        value={experiment.data}
        base={base.data}
        choices={DATA_CHOICES}
        note={
          experiment.data === OWN_DATA ? <OwnDataPointer /> : WORLD_FACTS.find(({ id }) => id === experiment.data)?.idea
        }
        tag={<SettingTag name="data" />}
        disabled={readOnly}
        onChange={(id) => edit((edited) => withSetting(edited, 'data', id))}
      />
      <UntaughtWorld experiment={experiment} disabled={readOnly} />
      <WorldKnobs experiment={experiment} base={base} disabled={readOnly} />
      <ObjectivePicker method={method} disabled={readOnly} />
      <MethodBadges method={method} />
      {method.knob === undefined ? null : <DataKnob knob={method.knob} experiment={experiment} disabled={readOnly} />}
      {experiment.loss === CUSTOM_LOSS ? (
        <CustomObjective experiment={experiment} disabled={readOnly} />
      ) : (
        <FormulaPanel method={method} experiment={experiment} />
      )}
      <HyperparameterForm
        parameters={parameters.slice(0, VISIBLE_HYPERPARAMETERS)}
        experiment={experiment}
        base={base}
        disabled={readOnly}
      />
      <RivalPicker own={method} experiment={experiment} disabled={readOnly} />
      <SettingControl setting="learning_rate" experiment={experiment} base={base} disabled={readOnly} />
      <SettingControl setting="max_steps" experiment={experiment} base={base} disabled={readOnly} />
      <JudgeSettings experiment={experiment} base={base} disabled={readOnly} />
      <MoreSettings
        experiment={experiment}
        base={base}
        parameters={parameters.slice(VISIBLE_HYPERPARAMETERS)}
        disabled={readOnly}
      />
    </form>
  );
}
