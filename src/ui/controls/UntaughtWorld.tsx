import type { Experiment } from '../../engine/index.ts';
import { text } from '../i18n/text.ts';
import { withSetting } from '../state/experimentState.ts';
import { useSession } from '../state/SessionContext.ts';
import { modelOfWorld, taughtWorlds, worldOfData } from './catalogue.ts';

interface UntaughtWorldProps {
  readonly experiment: Experiment;
  readonly disabled: boolean;
}

/** Says when the chosen model has never seen the world of the chosen rows, and offers one that has. */
export function UntaughtWorld({ experiment, disabled }: UntaughtWorldProps) {
  const session = useSession();
  const world = worldOfData(experiment.data);
  if (world === null || taughtWorlds(experiment.model).includes(world.id)) return null;
  const taught = modelOfWorld(world.id);
  return (
    <p className="control-note" role="note">
      {text.controls.untaught(experiment.model, world.label)}{' '}
      {taught === undefined ? null : (
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
