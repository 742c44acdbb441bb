import { Suspense, useCallback, useState } from 'react';
import { LiveRegion } from './a11y/LiveRegion.tsx';
import { SkipLinks } from './a11y/SkipLinks.tsx';
import { useShortcuts } from './a11y/useShortcuts.ts';
import { LengthScatter } from './charts/LengthScatter.tsx';
import { MorePlots } from './charts/MorePlots.tsx';
import { RewardCharts } from './charts/RewardCharts.tsx';
import { WinRateChart } from './charts/WinRateChart.tsx';
import { LazyClaimLine, LazyClaimsPanel } from './claims/lazyClaims.ts';
import { EvaluationPanel } from './evaluation/EvaluationPanel.tsx';
import { LazyGamesPage } from './games/lazyGames.ts';
import { text } from './i18n/text.ts';
import { LazyShapeCard } from './lab/lazyLab.ts';
import { Background } from './layout/Background.tsx';
import { Header } from './layout/Header.tsx';
import { Rail } from './layout/Rail.tsx';
import { AlarmsPanel } from './panels/AlarmsPanel.tsx';
import { DeviceCard } from './panels/DeviceCard.tsx';
import { ErrorCard } from './panels/ErrorCard.tsx';
import { LazyPersonPanel } from './panels/lazyPerson.ts';
import { Notices } from './panels/Notices.tsx';
import { PairInspector } from './panels/PairInspector.tsx';
import { PreferencesPanel } from './panels/PreferencesPanel.tsx';
import { PreflightPanel } from './panels/PreflightPanel.tsx';
import { RunsPanel } from './panels/RunsPanel.tsx';
import { SamplesPanel } from './panels/SamplesPanel.tsx';
import { SharePanel } from './panels/SharePanel.tsx';
import { ShownRun } from './panels/ShownRun.tsx';
import { RaceCard } from './race/RaceCard.tsx';
import { useExperiment } from './state/SessionContext.ts';
import { LazySurveyCard } from './survey/lazySurvey.ts';

/** One calm screen: the experiment on the left, plots in the middle, words on the right; or an exact world in its place. */
export function App() {
  const isGame = useExperiment((state) => state.experiment.game !== '');
  const [dialog, setDialog] = useState<'share' | 'settings' | null>(null);
  const close = useCallback(() => setDialog(null), []);
  const openSettings = useCallback(() => setDialog('settings'), []);
  useShortcuts(openSettings);
  return (
    <>
      <SkipLinks />
      <Header onShare={() => setDialog('share')} onSettings={openSettings} />
      {isGame ? (
        <Suspense fallback={<main className="page" />}>
          <LazyGamesPage />
        </Suspense>
      ) : (
        <ModelPage />
      )}
      <SharePanel isOpen={dialog === 'share'} onClose={close} />
      <PreferencesPanel isOpen={dialog === 'settings'} onClose={close} />
      <LiveRegion />
      <Background />
    </>
  );
}

function ModelPage() {
  return (
    <main className="page">
      <Rail />
      <section className="plots" id="plots" tabIndex={-1} aria-label={text.page.plots}>
        <ErrorCard />
        <Notices />
        <ShownRun />
        <RewardCharts />
        <RaceCard />
        <div className="plot-grid">
          <LengthScatter />
          <WinRateChart />
        </div>
        <Suspense fallback={null}>
          <LazyClaimLine />
        </Suspense>
        <AlarmsPanel />
        <Suspense fallback={<div className="card shape-waiting" />}>
          <LazyShapeCard />
        </Suspense>
        <MorePlots />
        <EvaluationPanel />
        <Suspense fallback={<div className="more-plots-waiting" />}>
          <LazySurveyCard />
        </Suspense>
        <Suspense fallback={null}>
          <LazyClaimsPanel />
        </Suspense>
      </section>
      <section className="words" id="words" tabIndex={-1} aria-label={text.page.words}>
        <SamplesPanel />
        <PairInspector />
        <Suspense fallback={<div className="card panel-person" />}>
          <LazyPersonPanel />
        </Suspense>
        <RunsPanel />
        <PreflightPanel />
        <DeviceCard />
      </section>
    </main>
  );
}
