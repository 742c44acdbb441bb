import type { EngineClient, Experiment, LiveSettings } from '../../engine/index.ts';
import { hasSameObjective, isLiveSetting, withSetting } from './experimentState.ts';
import { isAlive } from './runState.ts';
import type { Stores } from './stores.ts';

const DEBOUNCE_MS = 150;

/** Sends a running experiment what may change under way (learning rate, β) as the form changes, once it rests. */
export class LiveSettingsSender {
  private current: Experiment | null = null;
  /** Changes of ours that the engine has not confirmed yet. */
  private unconfirmed = 0;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private readonly engine: EngineClient;
  private readonly stores: Stores;

  constructor(engine: EngineClient, stores: Stores) {
    this.engine = engine;
    this.stores = stores;
  }

  /** A new run begins with these settings. */
  follow(experiment: Experiment): void {
    this.current = experiment;
    this.unconfirmed = 0;
  }

  /** The engine says what holds now: our own change confirmed, or one of its own. */
  confirm(settings: LiveSettings): void {
    if (this.unconfirmed > 0) this.unconfirmed--;
    else this.accept(settings);
  }

  /** The form changed. */
  offer(_edited: Experiment): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), DEBOUNCE_MS);
  }

  /** The engine changed them itself (a rewind at half the learning rate): the form follows. */
  accept(settings: LiveSettings): void {
    if (this.current === null) return;
    const changed: Experiment = {
      ...this.current,
      learning_rate: settings.learning_rate ?? this.current.learning_rate,
      hyperparameters: { ...this.current.hyperparameters, ...settings.hyperparameters },
    };
    this.current = changed;
    this.stores.experiment.setState(({ experiment }) => ({
      experiment: hasSameObjective(experiment, changed)
        ? {
            ...withSetting(experiment, 'learning_rate', changed.learning_rate),
            hyperparameters: changed.hyperparameters,
          }
        : experiment,
    }));
  }

  private send(): void {
    this.timer = null;
    const { runId, state } = this.stores.run.getState();
    const { experiment } = this.stores.experiment.getState();
    if (runId === null || !isAlive(state) || this.current === null) return;
    if (!hasSameObjective(this.current, experiment)) return;
    const changed: Record<string, number> = {};
    for (const [name, value] of Object.entries(experiment.hyperparameters)) {
      if (value !== this.current.hyperparameters[name] && isLiveSetting(experiment, name)) changed[name] = value;
    }
    const settings: LiveSettings = {
      ...(experiment.learning_rate === this.current.learning_rate ? {} : { learning_rate: experiment.learning_rate }),
      ...(Object.keys(changed).length === 0 ? {} : { hyperparameters: changed }),
    };
    if (Object.keys(settings).length === 0) return;
    this.current = {
      ...this.current,
      learning_rate: experiment.learning_rate,
      hyperparameters: { ...this.current.hyperparameters, ...changed },
    };
    this.unconfirmed++;
    this.engine.send({ type: 'set', runId, settings });
  }
}
