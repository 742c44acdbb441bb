import type { StoreApi } from 'zustand/vanilla';
import type { ExperimentState } from './experimentState.ts';

/** The text of the custom objective that the form last held: looking at another objective does not lose it. */
export class ObjectiveMemory {
  text: string | undefined;
  readonly dispose: () => void;

  constructor(store: StoreApi<ExperimentState>) {
    this.dispose = store.subscribe((_, { experiment }) => {
      if (experiment.objective !== '') this.text = experiment.objective;
    });
  }
}
