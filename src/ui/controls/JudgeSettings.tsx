import { describeDifference, type Experiment, judgeObstacle } from '../../engine/index.ts';
import { text } from '../i18n/text.ts';
import { OWN_DATA } from './catalogue.ts';
import { JUDGE_SETTINGS, JUDGE_WRAPPERS, REWARD_MODEL_SETTINGS } from './judgeSettings.ts';
import { SettingControl } from './SettingControl.tsx';

interface JudgeSettingsProps {
  readonly experiment: Experiment;
  readonly base: Experiment;
  readonly disabled: boolean;
}

/** Who judges the policy's answers: a training judge with what it may be wrapped in, a gold judge, a reward model's own settings. */
export function JudgeSettings(props: JudgeSettingsProps) {
  const { experiment, base } = props;
  const names = new Set<string>(JUDGE_SETTINGS);
  const changed = describeDifference(base, experiment).filter(({ key }) => names.has(key)).length;
  const hasRewardModel = experiment.judge === 'reward_bt' || experiment.gold_judge === 'reward_bt';
  return (
    <details className="more-settings">
      <summary>
        <span>{text.judges.title}</span>
        {changed > 0 ? <span className="count">{text.controls.changed(changed)}</span> : null}
      </summary>
      <div className="more-body">
        <p className="control-note">{text.judges.what}</p>
        {(['judge', 'gold_judge'] as const).map((setting) => (
          <div key={setting}>
            <SettingControl setting={setting} {...props} />
            <JudgeNote experiment={experiment} judge={experiment[setting]} />
          </div>
        ))}
        {[...JUDGE_WRAPPERS, ...(hasRewardModel ? REWARD_MODEL_SETTINGS : [])].map((setting) => (
          <SettingControl key={setting} setting={setting} {...props} />
        ))}
      </div>
    </details>
  );
}

/** What the judge is, and, where the rows are one's own, that it needs a world. */
function JudgeNote({ experiment, judge }: { experiment: Experiment; judge: Experiment['judge'] }) {
  const needsWorld = experiment.data === OWN_DATA && judgeObstacle(judge, null) === 'no_world';
  return (
    <>
      <p className="control-note">{text.judges.ideas[judge]}</p>
      {needsWorld ? <p className="warning">{text.judges.needsWorld}</p> : null}
    </>
  );
}
