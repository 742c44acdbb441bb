import type { Diagnosis, LinkNote, MethodFamily, RunPhase } from '../../engine/index.ts';
import type { CurveSummary } from '../series/summarise.ts';
import { dataTexts } from './data.en.ts';
import { evaluationTexts } from './evaluation.en.ts';
import { judges } from './judges.en.ts';
import { formatBytes, formatCount, formatDuration, formatValue, formatWhole } from './numbers.ts';
import { person } from './person.en.ts';
import { surveyTexts } from './survey.en.ts';

/**
 * Every sentence of the page. Metric ids, method ids and formulas are not translated; a method's label and idea come from
 * its own file. Another language is another object of this type: a missing key does not compile.
 */
export const en = {
  page: {
    title: 'Alignment playground',
    titleRunning: (percent: string, margin: string | null) =>
      margin === null ? percent : `${percent} · margin ${margin}`,
    tagline: 'Align a real small language model, live, in your browser.',
    skipToRun: 'Skip to the run controls',
    skipToPlots: 'Skip to the plots',
    skipToSamples: 'Skip the plots',
    experiment: 'Experiment',
    plots: 'Plots',
    words: 'What it says',
    privacy:
      'Everything is computed on this device. Nothing you enter leaves it, but the name of a Hub set that you ask for.',
    licences: 'Licences',
    close: 'Close',
    dismiss: 'Dismiss',
  },
  run: {
    bar: 'Run',
    play: 'Play',
    pause: 'Pause',
    resume: 'Resume',
    playAgain: 'Play again',
    runAnyway: 'Run anyway',
    preparing: 'Preparing',
    step: 'Step',
    stepHint: 'Train one step',
    rewind: (steps: number) => `Back ${steps}`,
    rewindHint: (steps: number) => `Rewind about ${steps} steps, to a snapshot`,
    reset: 'Reset',
    resetHint: 'Back to step 0, with the same seed',
    newSeed: 'New seed',
    newSeedHint: 'Back to step 0, with another seed',
    share: 'Share',
    settings: 'Settings',
    stepOf: (step: number, total: number) => `step ${formatWhole(step)} of ${formatWhole(total)}`,
    seed: (seed: number) => `seed ${seed}`,
    about: (seconds: number) => `about ${formatDuration(seconds)} left`,
    applyRestart: 'Restart with changes',
    pending: (count: number) => `${formatCount(count, 'change waits', 'changes wait')} for the next run`,
    pendingTag: 'next run',
    pendingTagHint: 'Applies on the next run: press Reset',
    liveTag: 'live',
    blocked: { expression: 'Mend your objective first', sampling: 'Needs sampling: to look at' },
    states: {
      idle: 'Ready to play',
      preparing: 'Preparing',
      ready: 'Prepared',
      running: 'Training',
      paused: 'Paused',
      finished: 'Finished',
      stopped: 'Stopped',
      failed: 'Stopped by an error',
    },
    phases: {
      download: 'Downloading',
      compile: 'Compiling kernels',
      judge: 'Training the reward model',
      reference: 'Reference pass',
      train: 'Training',
      evaluate: 'Evaluating',
    } satisfies Record<RunPhase, string>,
    phaseProgress: (phase: RunPhase, done: number, total: number) =>
      phase === 'download'
        ? `${formatBytes(done)} of ${formatBytes(total)}`
        : `${formatWhole(done)} of ${formatWhole(total)} ${PHASE_UNITS[phase]}`,
  },
  alarms: {
    title: 'Worth noticing',
    count: (count: number) => `${formatWhole(count)} to notice`,
    next: 'To try:',
  },
  evaluation: evaluationTexts,
  games: {
    open: 'Games',
    openHint: 'Exact worlds: games, bandits and a grid, without a model',
    close: 'Back to the model',
  },
  lab: {
    shape: 'Shape of the objective',
    shapeCaption: 'What a pair costs, and how hard it pushes; dots are the pairs of the current batch',
    lossAxis: 'Loss over the margin',
    pushAxis: 'Push on each token of chosen: −d loss / d log-prob',
    marginAxis: 'margin: score of chosen minus score of rejected, nats over answers of 20 tokens',
    chosenScore: 'score of chosen, nats',
    rejectedScore: 'score of rejected',
    mapOf: (method: string) => `${method}: the stronger the colour, the larger the loss`,
    compare: 'Compare with…',
    remove: (method: string) => `Take ${method} off the drawing`,
    columns: ['objective', 'margin', 'chosen', 'rejected', 'loss', 'push on chosen'],
    curveSummary: (method: string, dots: number) =>
      `${method} depends on the margin alone. ${formatCount(dots, 'pair', 'pairs')} of the current batch drawn.`,
    mapSummary: (method: string, dots: number) =>
      `${method} looks at each answer by itself: a map over both scores. ${formatCount(dots, 'pair', 'pairs')} of the current batch drawn.`,
  },
  race: {
    title: 'Race',
    figures: 'The race in numbers',
    add: 'Add an objective…',
    remove: (method: string) => `Take ${method} out of the race`,
    note:
      'Each starts with the page’s own settings for it, learning rate included; model, data, batches and seed are these. Every ' +
      'objective takes the time and memory of a run.',
    against: (names: string) => `racing ${names}`,
    units: 'Each objective has rewards of its own kind: compare when margins turn, not how high they are.',
    goldWinRate: 'The same answers by the gold judge, who knows quality alone',
    caption:
      'On held-out pairs and prompts, at the newest evaluation. Ranking accuracy, KL, win rates and log-probs compare directly; accuracy ' +
      'and margin are of each objective’s own reward.',
    columns: {
      objective: 'objective',
      step: 'step',
      accuracy: 'accuracy',
      ranking: 'ranking accuracy',
      margin: 'margin',
      length: 'r with length',
      kl: 'KL',
      winRate: 'win rate',
      goldWinRate: 'gold win rate',
      logps: 'log-prob of chosen',
    },
    evaluatedAt: (step: number) => `evaluated at step ${formatWhole(step)}`,
    diverged: (step: number) => `diverged at step ${formatWhole(step)}`,
    until: 'Train on to step',
    continue: 'Continue alone',
    continueHint: (method: string) => `Continue alone: ${method}`,
    wait: 'Pause the race, or let it finish, to go on with one of them.',
  },
  survey: surveyTexts,
  recorded: {
    label: 'Recorded run',
    what: (method: string, backend: string) => `${method}, recorded on ${backend}.`,
    invite: 'Press Play to train it here, on your own machine.',
    pause: 'Pause recording',
    resume: 'Go on',
    replay: 'Show again',
    waiting: 'Recorded curves stay until your own run has its first point.',
  },
  shown: {
    live: 'Your run',
    on: (backend: string) => `on ${backend}`,
    nothing: 'No curves yet. Press Play to train on this device, or Step for a single update.',
  },
  controls: {
    families: {
      reference: 'Pairs, against a reference',
      referenceFree: 'Pairs, without a reference',
      single: 'Single answers, good or bad',
      ranked: 'Ranked answers',
      more: 'Pairs and more: scores, gold answers, rationales',
      imitation: 'Imitation of chosen answers',
      sampling: 'Needs sampling: to look at',
    } satisfies Record<MethodFamily, string>,
    ownObjective: 'Typed here',
    knob: (label: string) => `What it answers to: ${label}`,
    asGiven: 'as given',
    needsSampling:
      'Needs sampling: it learns from answers drawn while it trains, which this page does not do yet. Formula and shape can be looked at.',
    reading: 'Our reading of the paper.',
    preset: 'Starting point',
    custom: 'Custom',
    model: 'Model',
    data: 'Data',
    bundledSets: 'Bundled',
    generatedSets: 'Made here from a seed',
    styleWorld: 'Style',
    ownRows: 'Yours',
    untaught: (model: string, world: string) =>
      `${model} has never seen the world “${world}”: its answers there will not be well-formed.`,
    chooseModel: (model: string) => `Use ${model}`,
    objective: 'Objective',
    learning_rate: 'Learning rate',
    max_steps: 'Steps',
    more: 'More settings',
    changed: (count: number) => `${count} changed`,
    resetField: (name: string, value: string) => `Set ${name} back to ${value}`,
    clamped: (found: string, min: string, max: string, used: string) =>
      `${found} is outside ${min} to ${max}; using ${used}.`,
    notANumber: (found: string) => `“${found}” is not a number; kept the value before.`,
    paper: 'Paper',
    formula: 'The objective, with this run’s numbers',
    symbols: 'What the symbols mean',
    reducesSum: 'Works on the sum of token log-probs.',
    reducesMean: 'Works on the mean of token log-probs.',
    off: 'the set’s own rows',
    useKnob: 'generate rows anew with this knob',
    change: 'Change the experiment',
    hide: 'Hide the experiment',
  },
  objective: {
    label: 'Your objective',
    what: 'The last line is minimised: its mean over the pairs where it has a value for each, else its one value. Lines before it name parts. It is read as an expression, never run as script.',
    examples: 'Start from',
    undo: 'Put my text back',
    help: 'What you can write',
    quantities: 'Of each pair',
    parameters: 'Settings, with a slider where they occur',
    functions: 'Functions',
    insert: (word: string) => `Insert ${word}`,
    grammar:
      '+ − * / ^ and parentheses as usual. z = … on a line of its own names a part; a line also ends at a semicolon. # begins a comment. > and < stand in the first place of select only.',
    rewards:
      'Plotted rewards: beta times the log-ratio to the reference where a reference quantity occurs, else beta times the log-prob per token; without beta, once.',
    place: (line: number, column: number) => `Line ${line}, character ${column}:`,
    stale: 'Formula of the text as it could last be read.',
  },
  settings: {
    ...judges.settings,
    kappa: ['Length bias κ', 'How much the labels favour longer answers'],
    epsilon: ['Label noise ε', 'Share of labels that are flipped'],
    sharpness: [
      'Margin strength',
      'How surely a lead in score decides a label; small values make near ties a coin toss',
    ],
    data_seed: ['Data seed', 'Seed that the rows are made from; the same seed gives the same rows everywhere'],
    lr_scheduler_type: ['Schedule', 'How the learning rate changes over the run'],
    warmup_steps: ['Warm-up steps', 'Steps in which the learning rate rises from zero'],
    per_device_train_batch_size: ['Batch size', 'Preference pairs in one micro-batch'],
    gradient_accumulation_steps: ['Gradient accumulation', 'Micro-batches added up before each update'],
    max_grad_norm: ['Gradient clipping', 'Gradients longer than this are shortened; 0 switches it off'],
    weight_decay: ['Weight decay', 'Pull of the weights towards zero'],
    adam_beta1: ['Adam β₁', 'Memory of the gradient'],
    adam_beta2: ['Adam β₂', 'Memory of the squared gradient'],
    max_length: ['Maximum length', 'Prompt and completion tokens; longer rows are cut by a stated rule'],
    seed: ['Seed', 'Same seed, same machine, same curve'],
    eval_steps: ['Evaluate every', 'Steps between evaluations'],
    eval_pairs: ['Held-out pairs', 'Pairs scored at an evaluation'],
    eval_prompts: ['Held-out prompts', 'Prompts answered by policy and reference at an evaluation'],
    temperature: ['Temperature', 'Of the sampled answers; 0 is greedy'],
    top_p: ['Top-p', 'Share of probability that is sampled from'],
    max_completion_length: ['Answer length', 'Tokens an answer may have'],
    race: ['Race against', 'Other objectives on the same batches from the same weights'],
    bench: ['Survey', 'Objectives that run one after the other into one table'],
    sweep: ['Sweep', 'Settings over which the experiment runs again and again'],
    seeds: ['Seeds of the survey', 'Each of its runs comes once with each'],
    learning_rate: ['Learning rate', 'Size of an update'],
    max_steps: ['Steps', 'Updates of the run'],
  } as Readonly<Record<string, readonly [label: string, meaning: string]>>,
  judges,
  person,
  schedules: {
    constant_with_warmup: 'constant after warm-up',
    linear: 'linear to zero',
    cosine: 'cosine to zero',
  } as Readonly<Record<string, string>>,
  models: {
    'nano-1': ['nano-1', 'about 0.3 M parameters, runs everywhere'],
    'small-1': ['small-1', 'about 2 M parameters, for a GPU'],
    'nano-2': ['nano-2', 'about 0.5 M parameters: style, cyclic and instructions'],
    'small-2': ['small-2', 'about 2 M parameters: six worlds, for a GPU'],
    'arith-1': ['arith-1', 'about 0.5 M parameters: sums alone, half of them right'],
    'planner-1': ['planner-1', 'about 0.5 M parameters: plans, in the planner world alone'],
    'nano-1-base': ['nano-1-base', 'nano-1 before it saw any answers'],
  } as Readonly<Record<string, readonly [label: string, note: string]>>,
  datasets: {
    'style-length-biased': ['Style, length-biased', 'labels favour quality and length'],
    style: ['Style, fair', 'labels favour quality alone'],
    'style-noisy': ['Style, noisy', 'some labels are flipped'],
    own: ['My own file', 'a file, pasted rows, or a set of the Hugging Face Hub'],
  } as Readonly<Record<string, readonly [label: string, note: string]>>,
  charts: {
    table: 'Table',
    chart: 'Chart',
    showTable: (name: string) => `Show ${name} as a table`,
    showChart: (name: string) => `Show ${name} as a chart`,
    noData: 'No points yet.',
    more: 'More plots',
    moreHint: 'loss, accuracies, log-probs, KL, gradients, entropy, ranking, calibration, variety',
    step: 'step',
    range: 'range',
    n: (n: number) => `n = ${formatWhole(n)}`,
    margin: 'How far apart the policy holds chosen and rejected',
    sides: 'What it does to each side',
    scatter: 'Implicit reward against length',
    scatterAxis: 'completion length, tokens',
    rewardAxis: 'implicit reward',
    winRate: 'Fresh answers against the reference’s',
    meanLength: 'How long its fresh answers are, in tokens',
    correlationHistory: 'Correlation over the run',
    pearson: 'Pearson r',
    spearman: 'Spearman ρ',
    trainingJudge: 'training judge',
    goldJudge: 'gold judge',
    chosen: 'chosen',
    rejected: 'rejected',
    past: (names: string) => `Fainter: ${names}`,
    interval: (low: string, high: string) => `95 % interval ${low} to ${high}`,
    summary: (name: string, s: CurveSummary) => {
      const move =
        s.direction === 'flat'
          ? `${name} stayed near ${formatValue(s.to)}`
          : `${name} ${s.direction} from ${formatValue(s.from)} to ${formatValue(s.to)}`;
      const flat = s.flatSince === null ? '' : `; flat since step ${formatWhole(s.flatSince)}`;
      return `${move} over ${formatWhole(s.lastStep - s.firstStep)} steps${flat}.`;
    },
    scatterSummary: (n: number, pearson: string | null, spearman: string | null) =>
      pearson === null
        ? `${formatCount(n, 'held-out completion', 'held-out completions')}; the correlation is not defined yet.`
        : `Over ${formatCount(n, 'held-out completion', 'held-out completions')} the reward goes with length at r = ${pearson}` +
          `${spearman === null ? '' : `, by rank ρ = ${spearman}`}.`,
    winSummary: (rate: string, low: string, high: string, n: number) =>
      `The policy’s answer is preferred in ${rate} of ${formatWhole(n)} prompts (95 % interval ${low} to ${high}; ties count half).`,
    waitingForPoints: 'Points appear here as soon as there are two.',
    waitingForEvaluation: 'The first evaluation brings these.',
    notRecorded: 'This recording does not hold it; a run of your own does.',
  },
  samples: {
    title: 'What the policy says now',
    now: 'now',
    before: 'before',
    beforeHint: 'the reference: the same model before this run',
    prompt: 'Prompt',
    tokens: (count: number) => formatCount(count, 'token', 'tokens'),
    verdicts: { wins: 'now is preferred', ties: 'a tie', loses: 'before is preferred' },
    judge: 'training judge',
    gold: 'gold judge',
    of: (index: number, count: number) => `${index} of ${count}`,
    previous: 'Previous prompt',
    next: 'Next prompt',
    empty: 'When the policy is evaluated, its fresh answers stand here beside the ones it gave before.',
    ask: 'Ask it yourself',
    askPlaceholder: 'Write a prompt',
    askButton: 'Answer',
    emptyAnswer: '(it said nothing)',
  },
  inspector: {
    title: 'Pair inspector',
    what: 'A held-out pair, token by token: how hard the objective pushes each one.',
    up: 'pushed up',
    down: 'pushed down',
    margin: 'margin',
    reward: 'reward',
    table: 'Tokens as a table',
    columns: ['Side', 'Token', 'log-prob', 'reference', 'push', 'mask'],
    readout: (token: string, push: string, logp: string, refLogp: string, mask: string | null) =>
      `“${token}” push ${push}, log-prob ${logp}, reference ${refLogp}${mask === null ? '' : `, mask ${mask}`}`,
    readoutIdle: 'Point at a token, or move with the arrow keys, to read its numbers.',
    end: 'end',
    empty: 'With a run under way, each token shows here how hard the objective pushes it up or down.',
    previous: 'Previous pair',
    next: 'Next pair',
    of: (index: number, count: number) => `${index} of ${count}`,
  },
  device: {
    title: 'This device',
    unknown: 'Looking at what this device offers.',
    running: (backend: string) => `Runs on ${backend}`,
    names: { webgpu: 'WebGPU', wasm: 'WebAssembly', cpu: 'plain JavaScript' } as Readonly<Record<string, string>>,
    variants: 'Which kernels run here',
    variantNames: {
      registers4x4: '4×4 tiles in registers',
      shared64: '64×64 tiles in shared memory',
      subgroups8x4: '8×4 tiles shared by a subgroup',
      subgroups8lanes: '16×4 tiles shared by eight lanes',
      subgroups8x4half: '8×4 tiles shared by a subgroup, 16-bit operands',
      relaxed: 'relaxed SIMD',
      simd: 'SIMD',
      xnnpack: 'XNNPACK',
      tfjs: 'TensorFlow.js',
      'tfjs-cpu': 'TensorFlow.js, plain JavaScript',
      arrays: 'loops over arrays',
    } as Readonly<Record<string, string>>,
    kernelNames: { matmul: 'matrix products', kernels: 'all kernels', others: 'all others' } as Readonly<
      Record<string, string>
    >,
    variantUse: (kernel: string, classes: readonly string[]) =>
      classes.length === 0 ? kernel : `${kernel} ${classes.join(', ')}`,
    variantClasses:
      'T: that side of the product is transposed, N: it is not. Thin, small, large: how much there is to multiply.',
    copy: 'Copy diagnostics',
    copied: 'Copied',
    adapter: 'Adapter',
    features: 'Half precision',
    yes: 'yes',
    no: 'no, 32-bit everywhere',
    useWasm: 'Use WebAssembly',
    verdicts: {
      webgpu: ['The GPU is used.', 'All kernels run in WebGPU.'],
      software_adapter: [
        'WebGPU here is emulated on the processor.',
        'It works, but WebAssembly is faster without a real GPU, so that is used. Settings can force WebGPU.',
      ],
      insecure_context: [
        'WebGPU is hidden on this address.',
        'Browsers offer it only over https or on localhost; plain http on a local network does not count. Open the page over https. Until then it runs on WebAssembly.',
      ],
      no_gpu_api: [
        'This browser has no WebGPU.',
        'Chrome and Edge have it from version 113, Safari from 26, Firefox from 141 on Windows. Until then the page runs on WebAssembly, more slowly.',
      ],
      no_adapter: [
        'The browser found no usable GPU.',
        'It may be blocked, switched off, or asleep: see the browser’s GPU page (chrome://gpu), and on Linux whether Vulkan is enabled. The page runs on WebAssembly, more slowly.',
      ],
      limit_too_small: ['The GPU’s limits are too small for this model.', 'The page runs on WebAssembly.'],
      device_refused: [
        'The GPU refused to open.',
        'Closing other tabs that use it may help. The page runs on WebAssembly.',
      ],
    } satisfies Record<Diagnosis['verdict'], readonly [what: string, remedy: string]>,
  },
  preflight: {
    title: 'Before you run',
    check: 'Check memory and time',
    checking: 'Checking',
    memory: 'Memory',
    memoryOf: (used: number, limit: number | null) =>
      limit === null ? formatBytes(used) : `${formatBytes(used)} of ${formatBytes(limit)}`,
    overLimit: (needed: number, limit: number) =>
      `This run needs ${formatBytes(needed)}; the device offers ${formatBytes(limit)}. Lower the batch size or the maximum length, or run anyway.`,
    parts: { weights: 'weights', optimizer: 'optimiser', activations: 'activations', reference: 'reference' },
    time: 'Time',
    timeOf: (total: number | null, perStep: number | null) =>
      total === null || perStep === null
        ? 'not measured yet'
        : `about ${formatDuration(total)} (${formatValue(perStep * 1000)} ms a step)`,
    download: 'Download',
    parameters: 'Parameters',
    rows: 'Rows',
    rowsOf: (rows: number, truncated: number, tooLong: number) =>
      `${formatWhole(rows)}${truncated > 0 ? `, ${formatWhole(truncated)} cut to length` : ''}${tooLong > 0 ? `, ${formatWhole(tooLong)} left out as too long` : ''}`,
    unknown: 'Measured on this device with one dummy step, before anything is trained.',
  },
  data: dataTexts,
  runs: {
    title: 'Runs',
    current: 'Current run',
    empty: 'Finished runs stay here, and as fainter lines in the plots.',
    name: (number: number, method: string) => `Run ${number}: ${method}`,
    steps: (step: number) => formatCount(step, 'step', 'steps'),
    pin: 'Pin',
    pinned: 'Pinned',
    pinHint: (name: string) => `Keep ${name} to compare with`,
    unpinHint: (name: string) => `Stop comparing with ${name}`,
    use: 'Use these settings',
    useHint: (name: string) => `Put the settings of ${name} into the form`,
    comparedWith: (name: string) => `compared with ${name}`,
    changed: (key: string, before: string, after: string) =>
      before === '' ? `${key} ${after}` : after === '' ? `no ${key}` : `${key} ${before} → ${after}`,
    same: 'same settings',
    first: 'the first run',
  },
  link: {
    notes: 'About this link',
    note: (note: LinkNote) => {
      switch (note.kind) {
        case 'clamped':
          return `${note.key}: ${note.found} is out of range; using ${note.used}.`;
        case 'invalid':
          return `${note.key}: “${note.found}” is not understood${note.used === '' ? '' : `; using ${note.used}`}.`;
        case 'unknown_key':
          return `${note.key}: not a setting of this page; ignored.`;
        case 'repeated_key':
          return `${note.key}: given twice; the first counts.`;
        case 'newer_version':
          return `Version ${note.found} is newer than this page.`;
        case 'too_long':
          return `The link has ${note.found} characters, too many; the defaults are shown.`;
      }
    },
    readOnlyTitle: 'Made with a newer version',
    readOnly:
      'This link is shown, not run: some of its settings may mean something this version does not know. Reload for the newest version.',
    startOver: 'Start from the defaults',
    share: 'Share this experiment',
    shareWhat:
      'The link holds the whole experiment: model, data, objective, every changed setting and the seed. Whoever opens it gets the same run, once they press Play.',
    shareExact:
      'On the same machine, browser and backend the curve is the same to the last digit; elsewhere it differs by rounding.',
    shareOwn: 'Your own rows do not travel in the link, only their fingerprint. Send the file along.',
    address: 'Link',
    policyWhat:
      'The trained policy as a file: put it in place of model.safetensors in the model’s own folder, and Python’s transformers opens it.',
    policy: 'Download the policy',
    copy: 'Copy link',
    copied: 'Link copied',
    copyFailed: 'Copying is not allowed here; the link is selected, press Ctrl+C.',
  },
  exporting: {
    folder: 'Go on with it in TRL',
    folderWhat:
      'A zip with the experiment as a Python script for Hugging Face TRL, the data in the order of the seed, the starting model and the exact versions. It runs on one GPU or on many.',
    folderPlain:
      'A zip with the data, the starting model and the settings, to go on with elsewhere; without a script, because:',
    noTarget: {
      no_counterpart: (reason: string) => `TRL has no counterpart of this objective. ${reason}`,
      other_settings_only: (reason: string) => `TRL has it, but not with these settings. ${reason}`,
      unknown_trainer: (reason: string) => `TRL’s ${reason} trains it, for which no script is written yet.`,
      draws_answers: (reason: string) =>
        `TRL’s ${reason} trains it on answers that it draws as it goes, and needs a Python function that judges them. The README names its arguments.`,
    },
    toTrl: 'Export to TRL',
    toFolder: 'Export data and model',
    folderStates: {
      none: '',
      working: 'Packing the folder',
      saved: 'The folder is in your downloads.',
      failed: 'The folder could not be made.',
    },
    metrics: 'Metrics',
    metricsWhat: (records: number) =>
      records === 0
        ? 'Every step and evaluation of a run, with the number of examples behind each value. There is no run on screen yet.'
        : `Every step and evaluation on screen (${formatWhole(records)}), under TRL’s names, with the number of examples behind each value.`,
    metricsAs: (kind: string) => `Metrics as ${kind}`,
    plots: 'Plots',
    plotsWhat: 'A plot as it is on screen, with its caption, the seed and the link.',
    plot: 'Plot',
    plotAs: (kind: string) => `Plot as ${kind}`,
    seed: (seed: number, what: string) => `Seed ${seed} · ${what}`,
    recorded: 'a recorded run',
    live: 'a run on this device',
    changed: 'a run on this device, with settings changed under way',
  },
  resume: {
    title: (step: number) => `A run was interrupted at step ${formatWhole(step)}.`,
    go: (step: number) => `Resume at step ${formatWhole(step)}`,
    forget: 'Forget it',
  },
  notices: {
    recovered: (step: number) => `The browser took the GPU away; the run goes on from step ${formatWhole(step)}.`,
    storage: 'Snapshots can no longer be saved: this browser’s storage is full. The run goes on.',
  },
  problem: {
    rewind: (step: number) => `Rewind to step ${formatWhole(step)}, half the learning rate`,
    openFile: 'Open the file',
    chooseWorld: 'Choose another world',
    chooseObjective: 'Choose another objective',
    useWasm: 'Use WebAssembly',
    reload: 'Reload and resume',
    reset: 'Reset',
    details: 'Details',
  },
  preferences: {
    title: 'Settings',
    theme: 'Colours',
    themes: { system: 'as the system', light: 'light', dark: 'dark' },
    motion: 'Motion',
    motions: { system: 'as the system', reduced: 'reduced' },
    updates: 'Chart updates',
    updatesOf: (count: number) => `${count} a second`,
    backend: 'Compute on',
    backends: { auto: 'the best there is', webgpu: 'WebGPU', wasm: 'WebAssembly', cpu: 'plain JavaScript' },
    keepAwake: 'Keep the screen awake while training',
    shortcuts: 'Single-key shortcuts',
    keys: [
      ['K', 'play or pause'],
      ['J', 'train one step'],
      ['B', 'rewind'],
      ['R', 'reset'],
      ['?', 'open these settings'],
      ['Esc', 'close what is open'],
    ] as readonly (readonly [string, string])[],
    toggleTheme: (next: string) => `Switch to ${next} colours`,
  },
  announce: {
    started: 'Training has started.',
    progress: (percent: string, margin: string | null) =>
      `${percent} done${margin === null ? '' : `, margin ${margin}`}.`,
    finished: (margin: string | null) => `Training is finished${margin === null ? '' : ` at margin ${margin}`}.`,
    paused: 'Paused.',
    reset: 'Back at step 0.',
  },
};

const PHASE_UNITS: Readonly<Record<Exclude<RunPhase, 'download'>, string>> = {
  compile: 'kernels',
  judge: 'steps',
  reference: 'pairs',
  train: 'steps',
  evaluate: 'prompts',
};

export type Messages = typeof en;
