import { weightsToSafetensors } from './model/weights.ts';
import type { EngineCommand, EngineEvent, RunId } from './protocol.ts';
import type { Run } from './train/run.ts';

/** What a command asks of the run that it names, but for starting it. Answers come as events. */
export async function commandRun(
  run: Run,
  command: Extract<EngineCommand, { runId: RunId }>,
  emit: (event: EngineEvent) => void,
): Promise<void> {
  switch (command.type) {
    case 'pause':
      return run.pause();
    case 'stop':
      return run.stop();
    case 'rewind':
      return run.rewind(command.toStep, command.learningRateFactor);
    case 'set':
      return run.set(command.settings);
    case 'inspect':
      return answered(run, run.questions.inspect(command.index));
    case 'sample':
      return answered(run, run.questions.sample(command.prompt));
    case 'compare':
      return answered(run, run.questions.compare(command));
    case 'agree':
      return answered(run, run.questions.agree(command.judged));
    case 'evaluate':
      return answered(run, run.evaluate());
    case 'compareCheckpoints':
      return answered(run, run.questions.compareCheckpoints());
    case 'exportWeights': {
      const file = weightsToSafetensors(await run.exportWeights(), run.bench.model.layout, {
        dtype: 'F32',
        metadata: { format: 'pt', step: String(run.step) },
      });
      emit({ type: 'weights', runId: run.id, step: run.step, file });
      return;
    }
    default:
      return;
  }
}

/** A question to ruined weights may fail in many ways; a run that has failed already said why. */
async function answered(run: Run, answer: Promise<void>): Promise<void> {
  await answer.catch((failure: unknown) => {
    if (run.state !== 'failed') throw failure;
  });
}
