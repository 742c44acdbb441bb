import { useState } from 'react';
import { type GameDescription, gameText } from '../../engine/index.ts';
import { gamesText } from '../i18n/games.en.ts';
import { text } from '../i18n/text.ts';
import { GameForm } from './GameForm.tsx';

/** The world's settings on the left; on a phone one line that opens. */
export function GamesRail({ description }: { description: GameDescription }) {
  const [isOpen, setOpen] = useState(false);
  const changes = gameText(description).split(',').slice(1);
  const summary = [gamesText.worlds[description.game][0], ...changes].join(' · ');
  return (
    <section className={isOpen ? 'rail rail-open' : 'rail'} aria-label={text.page.experiment}>
      <button type="button" className="rail-toggle" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <span className="rail-toggle-words">{summary}</span>
        <span className="rail-toggle-action">{isOpen ? text.controls.hide : text.controls.change}</span>
      </button>
      <div className="rail-body">
        <div className="card">
          <GameForm description={description} />
        </div>
      </div>
    </section>
  );
}
