import { useEffect, useState } from 'react';
import { readGame, type Simulated, simulate } from '../../engine/index.ts';

/** How long a turn may take; between two the page does what else waits. */
const TURN_MS = 8;

export interface Simulation {
  /** The newest that came to its end; while another is under way, the one before. */
  readonly shown: Simulated | null;
  /** Share done of the one under way; null when none is. */
  readonly progress: number | null;
  readonly problem: string | null;
}

/** Plays the exact world that `text` describes, in short turns on this thread; another text begins anew. */
export function useSimulation(text: string): Simulation {
  const [state, setState] = useState<Simulation>({ shown: null, progress: 0, problem: null });
  useEffect(() => {
    const { description } = readGame(text);
    if (description === null) return;
    const run = simulate(description);
    let timer: ReturnType<typeof setTimeout>;
    const turn = () => {
      const until = performance.now() + TURN_MS;
      try {
        let next = run.next();
        while (!next.done && performance.now() < until) next = run.next();
        if (next.done) {
          setState({ shown: next.value, progress: null, problem: null });
          return;
        }
        const share = Math.floor(next.value * 10) / 10;
        setState((before) => (before.progress === share ? before : { ...before, progress: share, problem: null }));
        timer = setTimeout(turn);
      } catch (error) {
        const problem = error instanceof Error ? error.message : String(error);
        setState((before) => ({ ...before, progress: null, problem }));
      }
    };
    timer = setTimeout(turn);
    return () => clearTimeout(timer);
  }, [text]);
  return state;
}
