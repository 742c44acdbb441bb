import { type Experiment, WORLD_FACTS } from '../../engine/index.ts';
import { text } from '../i18n/text.ts';
import { withSetting } from '../state/experimentState.ts';
import { useSession } from '../state/SessionContext.ts';
import { MODEL_IDS, taughtWorlds } from './catalogue.ts';

interface UntaughtWorldProps {
  readonly experiment: Experiment;
  readonly disabled: boolean;
}

/** Says when the chosen model has never seen the world of the chosen rows, and offers one that has. */
export function UntaughtWorld({ experiment, disabled }: UntaughtWorldProps) {
  const session = useSession();
  const world = WORLD_FACTS.find(({ id }) => id === experiment.data);
  if (world === undefined || taughtWorlds(experiment.model).includes(world.id)) return null;
  const taught = MODEL_IDS.find((id) => taughtWorlds(id).includes(world.id));
  return (
    <p className="control-note" role="note">
      {text.controls.untaught(experiment.model, world.label)}{' '}
      {taught === undefined ? (
        text.controls.nobodyTaught
      ) : (
        <button
          type="button"
          className="quiet-button small"
          disabled={disabled}
          onClick={() => session.editExperiment((edited) => withSetting(edited, 'model', taught))}
        >
          {text.controls.chooseModel(taught)}
        </button>
      )}
    </p>
  );
}
