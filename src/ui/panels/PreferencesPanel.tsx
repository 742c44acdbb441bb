import { ChoiceControl } from '../controls/ChoiceControl.tsx';
import { text } from '../i18n/text.ts';
import { DEFAULT_PREFERENCES, type Preferences } from '../state/preferences.ts';
import { usePreferences, useSession } from '../state/SessionContext.ts';
import { Dialog } from './Dialog.tsx';

const choices = (labels: Readonly<Record<string, string>>) =>
  Object.entries(labels).map(([value, label]) => ({ value, label }));

/** How the page looks and behaves here; and the keyboard shortcuts, which can be switched off (2.1.4). */
export function PreferencesPanel({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { preferences: store } = useSession().stores;
  const preferences = usePreferences((current) => current);
  const set = (change: Partial<Preferences>) => store.setState(change);
  return (
    <Dialog title={text.preferences.title} isOpen={isOpen} onClose={onClose}>
      <div className="preference-grid">
        <ChoiceControl
          id="preference-theme"
          label={text.preferences.theme}
          value={preferences.theme}
          stacked
          choices={choices(text.preferences.themes)}
          onChange={(theme) => set({ theme: theme as Preferences['theme'] })}
        />
        <ChoiceControl
          id="preference-motion"
          label={text.preferences.motion}
          value={preferences.motion}
          stacked
          choices={choices(text.preferences.motions)}
          onChange={(motion) => set({ motion: motion as Preferences['motion'] })}
        />
        <ChoiceControl
          id="preference-updates"
          label={text.preferences.updates}
          value={String(preferences.updatesPerSecond)}
          stacked
          choices={[4, 1].map((count) => ({ value: String(count), label: text.preferences.updatesOf(count) }))}
          onChange={(count) => set({ updatesPerSecond: count === '1' ? 1 : DEFAULT_PREFERENCES.updatesPerSecond })}
        />
        <ChoiceControl
          id="preference-backend"
          label={text.preferences.backend}
          value={preferences.backend}
          stacked
          choices={choices(text.preferences.backends)}
          onChange={(backend) => set({ backend: backend as Preferences['backend'] })}
        />
      </div>
      <label className="check">
        <input
          type="checkbox"
          checked={preferences.keepAwake}
          onChange={(event) => set({ keepAwake: event.target.checked })}
        />
        {text.preferences.keepAwake}
      </label>
      <label className="check">
        <input
          type="checkbox"
          checked={preferences.shortcuts}
          onChange={(event) => set({ shortcuts: event.target.checked })}
        />
        {text.preferences.shortcuts}
      </label>
      <dl className="keys">
        {text.preferences.keys.map(([key, what]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <p className="control-note">
        {text.page.privacy} <a href="licenses.txt">{text.page.licences}</a>
      </p>
    </Dialog>
  );
}
