import { useStore } from 'zustand';
import { decodeLink, type Experiment, judgeObstacle, type MetricValue, wilsonInterval } from '../../engine/index.ts';
import { OWN_DATA } from '../controls/catalogue.ts';
import { formatFixed, formatPercent } from '../i18n/numbers.ts';
import { text } from '../i18n/text.ts';
import { useExperiment, useRun, useSession } from '../state/SessionContext.ts';

/** Who the two judges of the plot above are, and what a reward model among them is worth on held-out pairs. */
export function JudgeLine() {
  const edited = useExperiment((state) => state.experiment);
  const own = useRun((run) => run.experiment);
  const isRecorded = useRun((run) => run.shown === 'recorded');
  const link = useStore(useSession().stores.playback, (playback) => playback.link);
  // Whatever the form has come to say: the plot is of what is on screen.
  const experiment = isRecorded ? decodeLink(link).experiment : (own ?? edited);
  const report = useRun((run) => run.rewardModel);
  return (
    <div className="judge-line">
      <p>
        {text.judges.training(judgeWords(experiment))} · {text.judges.gold(name(experiment, experiment.gold_judge))}
      </p>
      {report === null ? null : (
        <p>
          {report.accuracy === null
            ? text.judges.rewardModelUntested
            : accuracyWords(text.judges.rewardModel, report.accuracy)}{' '}
          {report.promptAccuracy === null ? null : accuracyWords(text.judges.promptAccuracy, report.promptAccuracy)}{' '}
          <span className="quiet-words">
            {text.judges.rewardModelHow(report.members, report.steps, formatFixed(report.loss))}
          </span>
        </p>
      )}
    </div>
  );
}

function accuracyWords(
  sentence: (accuracy: string, low: string, high: string, n: number) => string,
  { value: accuracy, n }: MetricValue,
): string {
  const interval = wilsonInterval(accuracy * n, n);
  const [low, high] = [interval?.low ?? accuracy, interval?.high ?? accuracy];
  return sentence(formatPercent(accuracy), formatPercent(low), formatPercent(high), n);
}

function judgeWords(experiment: Experiment): string {
  const { judge, judge_epsilon, judge_kappa, judge_symmetrised } = experiment;
  return [
    name(experiment, judge),
    judge_kappa === 0 ? null : text.judges.withLength(judge_kappa),
    judge_epsilon === 0 ? null : text.judges.withNoise(formatPercent(judge_epsilon)),
    judge_symmetrised === 'on' ? text.judges.bothOrders : null,
  ]
    .filter((part) => part !== null)
    .join(', ');
}

function name({ data }: Experiment, judge: Experiment['judge']): string {
  const isSilent = data === OWN_DATA && judgeObstacle(judge, null) !== null;
  return `${text.judges.options[judge] ?? judge}${isSilent ? ` (${text.judges.silent})` : ''}`;
}
