import { describeDifference, type Experiment, type Hyperparameter, SETTINGS } from '../../engine/index.ts';
import { text } from '../i18n/text.ts';
import type { SettingKey } from '../state/experimentState.ts';
import { HyperparameterForm } from './HyperparameterForm.tsx';
import { JUDGE_SETTINGS } from './judgeSettings.ts';
import { SettingControl } from './SettingControl.tsx';

/** Settings that are always in sight, or have a place of their own. */
const ELSEWHERE: ReadonlySet<SettingKey> = new Set([
  'model',
  'data',
  'data_hash',
  'loss',
  'race',
  'bench',
  'sweep',
  'seeds',
  'game',
  'objective',
  ...JUDGE_SETTINGS,
  'learning_rate',
  'max_steps',
]);
const SETTING_KEYS = SETTINGS.map(({ key }) => key).filter((key) => !ELSEWHERE.has(key));

interface MoreSettingsProps {
  readonly experiment: Experiment;
  readonly base: Experiment;
  /** The method's settings beyond those in sight. */
  readonly parameters: readonly Hyperparameter[];
  readonly disabled: boolean;
}

/** Everything else an experiment holds, with a count of what was changed in here. */
export function MoreSettings({ experiment, base, parameters, disabled }: MoreSettingsProps) {
  const names = new Set<string>([...SETTING_KEYS, ...parameters.map(({ name }) => name)]);
  const changed = describeDifference(base, experiment).filter(({ key }) => names.has(key)).length;
  return (
    <details className="more-settings">
      <summary>
        <span>{text.controls.more}</span>
        {changed > 0 ? <span className="count">{text.controls.changed(changed)}</span> : null}
      </summary>
      <div className="more-body">
        <HyperparameterForm parameters={parameters} experiment={experiment} base={base} disabled={disabled} />
        {SETTING_KEYS.map((key) => (
          <SettingControl key={key} setting={key} experiment={experiment} base={base} disabled={disabled} />
        ))}
      </div>
    </details>
  );
}
