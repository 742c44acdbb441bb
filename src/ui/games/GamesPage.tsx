import '../styles/games.css';
import { readGame } from '../../engine/index.ts';
import { gamesText } from '../i18n/games.en.ts';
import { formatPercent } from '../i18n/numbers.ts';
import { Notices } from '../panels/Notices.tsx';
import { useExperiment } from '../state/SessionContext.ts';
import { BanditPanel } from './BanditPanel.tsx';
import { GamesRail } from './GamesRail.tsx';
import { GridPanel } from './GridPanel.tsx';
import { PreferencePanel } from './PreferencePanel.tsx';
import { type Simulation, useSimulation } from './useSimulation.ts';

/** The exact worlds, in the place of the model's page: settings on the left, what comes of them beside. */
export function GamesPage() {
  const game = useExperiment((state) => state.experiment.game);
  const simulation = useSimulation(game);
  const { description } = readGame(game);
  if (description === null) return null;
  const [title, question] = gamesText.worlds[description.game];
  return (
    <main className="page games-page">
      <GamesRail description={description} />
      <section className="plots" id="plots" tabIndex={-1} aria-label={title} aria-busy={simulation.progress !== null}>
        <Notices />
        <div className="games-head">
          <h2>{title}</h2>
          <p>{question}</p>
          <p className="control-note" role="status">
            {stateWords(simulation)}
          </p>
        </div>
        {simulation.shown?.game === 'game' && description.game === 'game' ? (
          <PreferencePanel outcome={simulation.shown.outcome} />
        ) : null}
        {simulation.shown?.game === 'bandit' && description.game === 'bandit' ? (
          <BanditPanel outcome={simulation.shown.outcome} />
        ) : null}
        {simulation.shown?.game === 'gridpref' && description.game === 'gridpref' ? (
          <GridPanel outcome={simulation.shown.outcome} />
        ) : null}
      </section>
    </main>
  );
}

function stateWords({ progress, problem }: Simulation): string {
  if (problem !== null) return `${gamesText.problem} ${problem}`;
  return progress === null ? gamesText.exact : gamesText.working(formatPercent(progress));
}
