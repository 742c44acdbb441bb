import { createStore, type StoreApi } from 'zustand/vanilla';
import {
  type Experiment,
  encodeLink,
  type SurveyPlan,
  SurveyRunner,
  type SurveyState,
  surveyPlan,
} from '../../engine/index.ts';
import type { Session } from '../state/Session.ts';
import type { SurveyStore } from './surveyStore.ts';

/** The survey on screen: of the form's experiment, or of the one with which a survey under way began. */
export interface SurveyView {
  /** Of the experiment as a whole: what the results are kept by, and what runs them again. '' without a plan. */
  readonly link: string;
  readonly experiment: Experiment | null;
  readonly plan: SurveyPlan | null;
  readonly state: SurveyState | null;
  /** The form asks for another survey than the one under way. */
  readonly isOfEarlierSettings: boolean;
  readonly isLasting: boolean;
}

const EMPTY: SurveyView = {
  link: '',
  experiment: null,
  plan: null,
  state: null,
  isOfEarlierSettings: false,
  isLasting: true,
};

/** A plan that takes longer than this waits for a second press, with its time in sight. */
const ASKS_BEYOND_SECONDS = 600;

/** What a person can do with a survey, and what it has come to. */
export class SurveyStage {
  readonly view: StoreApi<SurveyView> = createStore<SurveyView>(() => EMPTY);
  private readonly session: Session;
  private readonly store: Promise<SurveyStore>;
  private runner: SurveyRunner | null = null;
  private requests = 0;

  constructor(session: Session, store: Promise<SurveyStore>) {
    this.session = session;
    this.store = store;
  }

  /** Follows the form. Returns the function that ends it. */
  begin(): () => void {
    const { experiment } = this.session.stores;
    void this.follow(experiment.getState().experiment);
    const unsubscribe = experiment.subscribe((next, previous) => {
      if (next.experiment !== previous.experiment) void this.follow(next.experiment);
    });
    this.session.onTakeover = () => this.runner?.overtake();
    return () => {
      unsubscribe();
      this.session.onTakeover = null;
      this.runner?.overtake();
    };
  }

  /** Measures, without training. */
  measure(): void {
    this.session.makeWay();
    void this.runner?.measure();
  }

  /** Runs what is left. Unless the time was in sight before, a long plan is measured and waits. */
  async run(): Promise<void> {
    const { runner } = this;
    const phase = runner?.current.phase;
    if (runner === null || phase === undefined) return;
    const isFresh = phase === 'idle';
    if (phase !== 'paused' || runner.current.current === null) this.session.makeWay();
    if (isFresh) {
      await runner.measure();
      if (runner.current.phase !== 'measured' || (runner.current.secondsLeft ?? 0) > ASKS_BEYOND_SECONDS) return;
    }
    await runner.run();
  }

  pause(): void {
    this.runner?.pause();
  }

  /** Forgets the results: the same plan from its beginning. */
  async again(): Promise<void> {
    const { experiment, link } = this.view.getState();
    if (experiment === null || this.isGoing()) return;
    await (await this.store).save(link, {});
    this.runner?.overtake(false);
    await this.show(experiment, link);
    await this.run();
  }

  /** What the form has come to ask for while a survey was going. */
  showCurrent(): void {
    if (!this.isGoing()) void this.follow(this.session.stores.experiment.getState().experiment);
  }

  private isGoing(): boolean {
    const phase = this.runner?.current.phase;
    return phase === 'running' || phase === 'measuring';
  }

  private async follow(experiment: Experiment): Promise<void> {
    const wanted: Experiment = { ...experiment, race: '', game: '' };
    const plan = surveyPlan(wanted);
    const link = plan === null ? '' : encodeLink(wanted);
    if (link === this.view.getState().link) {
      this.view.setState({ isOfEarlierSettings: false });
      return;
    }
    if (this.isGoing()) {
      this.view.setState({ isOfEarlierSettings: true });
      return;
    }
    this.runner?.overtake(false);
    this.runner = null;
    if (plan === null) {
      this.requests++;
      this.view.setState({ ...EMPTY, isLasting: this.view.getState().isLasting });
    } else await this.show(wanted, link);
  }

  private async show(experiment: Experiment, link: string): Promise<void> {
    const request = ++this.requests;
    const plan = surveyPlan(experiment);
    const store = await this.store;
    const results = await store.load(link);
    if (request !== this.requests || plan === null) return;
    const { preferences } = this.session.stores;
    let kept = results;
    const runner = new SurveyRunner(
      plan,
      this.session.lent,
      {
        backend: preferences.getState().backend,
        tune: true,
        now: () => performance.now(),
        onChange: (state) => {
          if (this.runner !== runner) return;
          if (state.results !== kept) {
            kept = state.results;
            void store.save(link, kept);
          }
          this.view.setState({ state });
        },
      },
      results,
    );
    this.runner = runner;
    this.view.setState({
      link,
      experiment,
      plan,
      state: runner.current,
      isOfEarlierSettings: false,
      isLasting: store.isLasting,
    });
  }
}
