import { CheckpointsCard } from './CheckpointsCard.tsx';
import { DifficultyScatter } from './DifficultyScatter.tsx';
import { ReliabilityPlot } from './ReliabilityPlot.tsx';

export function EvaluationPlots() {
  return (
    <div className="plot-grid">
      <DifficultyScatter />
      <ReliabilityPlot />
      <CheckpointsCard />
    </div>
  );
}
