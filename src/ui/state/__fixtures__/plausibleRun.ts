import type {
  Evaluation,
  InspectedToken,
  LengthDot,
  RecordedRun,
  SamplePair,
  StepRecord,
} from '../../../engine/index.ts';

/** A made-up run with the shape of a real one, for tests and for looking at the page. Never shipped, never in `public/`. */
export function plausibleRun(steps = 120): RecordedRun {
  const random = seeded(7);
  const noise = (size: number) => (random() + random() + random() - 1.5) * size;
  const records: StepRecord[] = [];
  for (let step = 1; step <= steps; step++) {
    const grown = 1 - Math.exp(-step / 45);
    const chosen = 0.55 * grown + noise(0.12);
    const rejected = -1.4 * grown + noise(0.2);
    const margin = chosen - rejected;
    const metric = (value: number) => ({ value, n: 16 });
    records.push({
      step,
      values: {
        loss: metric(Math.log(1 + Math.exp(-margin))),
        'rewards/chosen': metric(chosen),
        'rewards/rejected': metric(rejected),
        'rewards/margins': metric(margin),
        'rewards/accuracies': metric(Math.min(1, 0.5 + 0.42 * grown + noise(0.1))),
        'logps/chosen': metric(-42 + 5 * grown + noise(2)),
        'logps/rejected': metric(-40 - 13 * grown + noise(2)),
        grad_norm: metric(2.2 - 1.2 * grown + noise(0.6)),
        learning_rate: metric(3e-4),
      },
    });
  }
  const evaluations: Evaluation[] = [];
  for (let step = 0; step <= steps; step += 10)
    evaluations.push(evaluation(step, 1 - Math.exp(-step / 45), noise, random));
  return {
    protocol: 1,
    link: 'v=1&model=nano-1',
    command: 'npm run record',
    backend: 'webgpu',
    records,
    evaluations,
    inspection: {
      step: steps,
      index: 0,
      count: 128,
      prompt: 'Review: the little tea house by the river.\nAnswer:',
      chosen: tokens(
        ' The tea was warm and lovely , and the garden by the river was quiet . The staff were kind , and I would come again .',
        0.06,
        random,
      ),
      rejected: tokens(' It was fine , I think . The tea was tea .', -0.11, random),
      chosenReward: 0.48,
      rejectedReward: -1.21,
      margin: 1.69,
      loss: 0.17,
      scoreChosen: 0.8,
      scoreRejected: -0.4,
    },
  };
}

function evaluation(step: number, grown: number, noise: (size: number) => number, random: () => number): Evaluation {
  const dots: LengthDot[] = [];
  for (let index = 0; index < 256; index++) {
    const role = index % 2 === 0 ? 'chosen' : 'rejected';
    const length = Math.max(3, Math.round(18 + (role === 'chosen' ? 6 : -3) + noise(22)));
    dots.push({
      length,
      reward: grown * ((length - 18) * 0.05 + (role === 'chosen' ? 0.3 : -0.6)) + noise(0.5 * grown + 0.02),
      gold: noise(1),
      role,
    });
  }
  const rate = (value: number) => ({ value: Math.round(value * 64) / 64, n: 64 });
  return {
    step,
    values: {
      'corr/implicit_reward_length': { value: 0.08 + 0.55 * grown + noise(0.03), n: 256 },
      'corr/implicit_reward_length_spearman': { value: 0.06 + 0.5 * grown + noise(0.03), n: 256 },
      win_rate: rate(0.5 + 0.33 * grown + noise(0.05)),
      gold_win_rate: rate(0.5 + 0.14 * grown + noise(0.05)),
      kl: { value: 5.5 * grown ** 2, n: 64 },
      entropy: { value: 1.6 - 0.5 * grown, n: 64 },
      'completions/mean_length': { value: 17 + 14 * grown + noise(1), n: 64 },
    },
    dots,
    samples: [sample(grown, random), sample(grown, random), sample(grown, random)],
  };
}

function sample(grown: number, random: () => number): SamplePair {
  const judged = random() < 0.5 + 0.4 * grown ? 1 : 0;
  return {
    prompt: 'Review: the old bookshop on the hill.\nAnswer:',
    policy:
      grown < 0.3
        ? ' The shop was small and the books were old.'
        : ' The shop was small and truly lovely, and the books were old and kind to the hand. The owner smiled, and I stayed for an hour, and then for another hour.',
    reference: ' The shop was small and the books were old. It was fine.',
    policyTokens: grown < 0.3 ? 11 : 37,
    referenceTokens: 15,
    judged,
    goldJudged: judged === 1 ? 0.5 : 0,
  };
}

function tokens(words: string, push: number, random: () => number): InspectedToken[] {
  return (words.match(/\s?\S+/g) ?? []).map((text) => {
    const refLogp = -0.3 - 3 * random();
    return {
      text,
      refLogp,
      logp: refLogp + push * 6 * random(),
      push: push * (0.4 + random()) * (random() < 0.12 ? -0.5 : 1),
    };
  });
}

/** Mulberry32: the fixture is the same on every machine. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
