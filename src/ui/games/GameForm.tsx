import {
  defaultGame,
  GAME_IDS,
  GAME_SETTINGS,
  type GameDescription,
  type GameId,
  gameText,
} from '../../engine/index.ts';
import { ChoiceControl } from '../controls/ChoiceControl.tsx';
import { Icon } from '../controls/icons.tsx';
import { NumberControl } from '../controls/NumberControl.tsx';
import { gamesText } from '../i18n/games.en.ts';
import { withSetting } from '../state/experimentState.ts';
import { useExperiment, useSession } from '../state/SessionContext.ts';

const SEEDS = 100_000;

/** Which exact world and with what; every change goes into the link and is worked out at once. */
export function GameForm({ description }: { description: GameDescription }) {
  const session = useSession();
  const readOnly = useExperiment((state) => state.readOnly);
  const { game, values } = description;
  const base = defaultGame(game).values;
  const show = (next: GameDescription) =>
    session.editExperiment((edited) => withSetting(edited, 'game', gameText(next)));
  const change = (key: string, value: number | string) => show({ game, values: { ...values, [key]: value } });
  return (
    <form className="experiment-form" aria-label={gamesText.settingsOf} onSubmit={(event) => event.preventDefault()}>
      <ChoiceControl
        id="game-world"
        label={gamesText.world}
        value={game}
        stacked
        choices={GAME_IDS.map((id) => ({ value: id, label: gamesText.worlds[id][0] }))}
        disabled={readOnly}
        onChange={(id) => show(defaultGame(id as GameId))}
      />
      {GAME_SETTINGS[game].map((setting) => {
        const [label, meaning] = gamesText.settings[setting.key] ?? [setting.key, ''];
        return setting.kind === 'choice' ? (
          <ChoiceControl
            key={setting.key}
            id={`game-${setting.key}`}
            label={label}
            value={String(values[setting.key])}
            base={setting.default}
            choices={setting.options.map((option) => ({ value: option, label: gamesText.choices[option] ?? option }))}
            note={meaning}
            stacked
            disabled={readOnly}
            onChange={(value) => change(setting.key, value)}
          />
        ) : (
          <div key={setting.key}>
            <NumberControl
              id={`game-${setting.key}`}
              label={label}
              name={label}
              meaning={meaning}
              value={Number(values[setting.key])}
              base={Number(base[setting.key])}
              range={setting}
              disabled={readOnly}
              onChange={(value) => change(setting.key, value)}
            />
            <p className="control-note">{meaning}</p>
          </div>
        );
      })}
      <button
        type="button"
        className="plain-button"
        disabled={readOnly}
        onClick={() => change('seed', Math.floor(Math.random() * SEEDS))}
      >
        <Icon name="dice" />
        {gamesText.newSeed}
      </button>
    </form>
  );
}
