import './styles/tokens.css';
import './styles/base.css';
import './styles/layout.css';
import './styles/controls.css';
import './styles/charts.css';
import './styles/lab.css';
import './styles/panels.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createEngineClient } from '../engine/index.ts';
import { App } from './App.tsx';
import { prefersReducedMotion } from './a11y/reducedMotion.ts';
import { downloadFile } from './layout/downloadFile.ts';
import { savePreferences } from './state/preferences.ts';
import { Session } from './state/Session.ts';
import { SessionContext } from './state/SessionContext.ts';
import { createStores } from './state/stores.ts';
import { browserAddressBar, syncUrl } from './state/urlSync.ts';

const RECORDING = 'recorded/default.json';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');

const stores = createStores();
const isCalm = () => prefersReducedMotion(stores.preferences.getState().motion);
const session = new Session(createEngineClient(new URL('.', document.baseURI).href), stores, isCalm, downloadFile);
stores.preferences.subscribe(savePreferences);
syncUrl(stores.experiment, browserAddressBar);
session.begin();
void session.recorded.show(RECORDING);

createRoot(root).render(
  <StrictMode>
    <SessionContext value={session}>
      <App />
    </SessionContext>
  </StrictMode>,
);
