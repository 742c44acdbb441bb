import { AwayBar } from '../controls/AwayBar.tsx';
import { Icon } from '../controls/icons.tsx';
import { RunBar } from '../controls/RunBar.tsx';
import { text } from '../i18n/text.ts';
import { withSetting } from '../state/experimentState.ts';
import { useExperiment, useSession } from '../state/SessionContext.ts';
import { useTheme } from './useTheme.ts';

interface HeaderProps {
  readonly onShare: () => void;
  readonly onSettings: () => void;
}

export function Header({ onShare, onSettings }: HeaderProps) {
  const session = useSession();
  const theme = useTheme();
  const isGame = useExperiment((state) => state.experiment.game !== '');
  const other = theme === 'dark' ? 'light' : 'dark';
  return (
    <header className="header">
      <h1 className="brand" title={text.page.tagline}>
        <svg className="brand-mark" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
          <path className="brand-chosen" d="M3 14C8 14 11 5 21 4" />
          <path className="brand-rejected" d="M3 14C9 14 12 19 21 20" />
        </svg>
        <span>{text.page.title}</span>
      </h1>
      {isGame ? <AwayBar /> : <RunBar />}
      <div className="header-tools">
        <button
          type="button"
          className="tool-button"
          aria-label={isGame ? text.games.close : text.games.open}
          aria-pressed={isGame}
          title={text.games.openHint}
          onClick={() => session.editExperiment((edited) => withSetting(edited, 'game', isGame ? '' : 'game'))}
        >
          <Icon name="triangle" />
          <span>{isGame ? text.games.close : text.games.open}</span>
        </button>
        <button type="button" className="tool-button" aria-label={text.run.share} onClick={onShare}>
          <Icon name="share" />
          <span>{text.run.share}</span>
        </button>
        <button
          type="button"
          className="icon-button"
          aria-label={text.preferences.toggleTheme(other)}
          title={text.preferences.toggleTheme(other)}
          onClick={() => session.stores.preferences.setState({ theme: other })}
        >
          <Icon name={theme === 'dark' ? 'sun' : 'moon'} />
        </button>
        <button
          type="button"
          className="icon-button"
          aria-label={text.run.settings}
          title={text.run.settings}
          onClick={onSettings}
        >
          <Icon name="sliders" />
        </button>
      </div>
    </header>
  );
}
