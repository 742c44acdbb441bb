import type { Backend } from '../../kernels/index.ts';
import { LoadedSources } from '../loadedSources.ts';
import type { ModelSource } from '../model/modelSource.ts';
import { ReferenceLogps } from '../train/referenceLogps.ts';
import { Trainer } from '../train/trainer.ts';
import { openWorkbench } from '../train/workbench.ts';
import type { Lab } from './types.ts';

const NO_OWN_ROWS = {
  import: () => Promise.reject(new Error('a claim has no rows of its own')),
  load: () => Promise.resolve(null),
};

/** Runs for claims on one backend. Models and sets are read once; every run has its own policy. */
export function openLab(backend: Backend, source: (folder: string) => ModelSource): Lab {
  const sources = new LoadedSources(source, NO_OWN_ROWS);
  return {
    set: (experiment) => sources.set(experiment),
    async train(experiment, { set, weights, look, evaluateEvery = Number.POSITIVE_INFINITY } = {}) {
      const loaded = await sources.model(experiment.model, () => undefined);
      const bench = openWorkbench({
        experiment,
        model: weights === undefined ? loaded : { ...loaded, weights },
        backend,
        set: set ?? (await sources.set(experiment)),
        references: new ReferenceLogps(),
      });
      try {
        const trainer = new Trainer(bench);
        const evaluations = [await trainer.evaluate()];
        const records = [];
        while (trainer.step < experiment.max_steps) {
          records.push((await trainer.train()).record);
          const isLast = trainer.step === experiment.max_steps;
          if (isLast || trainer.step % evaluateEvery === 0) evaluations.push(await trainer.evaluate());
        }
        await look?.(bench, trainer);
        return { evaluations, records, weights: await bench.policy.download('parameters') };
      } finally {
        await bench.dispose();
      }
    },
  };
}
