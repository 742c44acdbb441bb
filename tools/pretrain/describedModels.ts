/** What is said of each bundled model, and which runs made it; what was measured of it lies in logs/. */

/** In which they are offered, the default first. */
export const order = ['nano-1', 'small-1', 'nano-2', 'small-2', 'lists-1', 'arith-1', 'planner-1', 'nano-1-base'];

const STYLE_TEXT = 'answers about places, with independent tone and length';

export interface Description {
  readonly label: string;
  readonly what: string;
  readonly trained: string;
  /** Worlds that it answers in, with what their text is; of the first generation `style` alone. */
  readonly worlds?: Readonly<Record<string, string>>;
  /** Where it falls short of 95 % well-formed answers, and how. */
  readonly shortfall?: string;
}

export const described: Readonly<Record<string, Description>> = {
  'nano-2': {
    label: 'nano-2 (0.5 M)',
    what: 'A very small language model that answers in three worlds of the alignment playground: questions about the places of an invented town, lines about them in five styles, and lists made by instructions. Small enough to be aligned live in a browser without a GPU.',
    trained:
      'nano-1 with two layers more, which began as the identity; trained on the `style` world and stories first, then on three worlds: `style` 30 %, `cyclic` 35 % and `multi_ins` 35 % of the tokens, then 36, 12 and 52 %.',
    worlds: {
      style: STYLE_TEXT,
      cyclic: 'one or two sentences about a place, in one of five styles',
      multi_ins: 'lists of things at a place; answers follow each of the prompt’s instructions two times in three',
    },
    shortfall: 'In `multi_ins` one answer in five is not well-formed: nearly always it names a thing twice.',
  },

  'small-2': {
    label: 'small-2 (2 M)',
    what: 'A small language model that answers in six worlds of the alignment playground: places of an invented town, lines about them in five styles, lists made by instructions, opinions for users with wishes of their own, sums worked step by step, and questions that need arithmetic, dates or a table. For a browser with a GPU.',
    trained:
      'small-1, trained on: `arith` 40 %, `claims` 20 %, `persona` 16 %, `style` 12 %, `multi_ins` 7 % and `cyclic` 5 % of the tokens.',
    worlds: {
      style: STYLE_TEXT,
      cyclic: 'one or two sentences about a place, in one of five styles',
      multi_ins: 'lists of things at a place; answers follow each of the prompt’s instructions two times in three',
      persona: 'opinions about a place, asked for by one of forty users; answers do not look at who asks',
      arith: 'sums and products worked in short or padded steps, always right',
      claims: 'questions that need arithmetic, dates or a table, answered right, with or without a tool',
    },
    shortfall:
      'In `multi_ins` one answer in four is not well-formed (`nano-2` is better there). In `arith` it is right more often than a lesson on correctness wants at the default settings, 78 in 100; with up to four operations (`world_depth=4`) 63 in 100 of 400.',
  },
  'lists-1': {
    label: 'lists-1 (0.5 M)',
    what: 'A very small language model that lists things by instructions in one world of the alignment playground. Small enough to be aligned live in a browser without a GPU.',
    trained:
      'nano-2, trained on the `multi_ins` world alone, also by ten times the unlikelihood (arXiv 1908.04319) of what no answer of the world says twice; the answers of the other worlds are forgotten.',
    worlds: {
      multi_ins: 'lists of things at a place; answers follow each of the prompt’s instructions two times in three',
    },
  },
  'arith-1': {
    label: 'arith-1 (0.5 M)',
    what: 'A very small language model that works sums step by step in one world of the alignment playground, and gets about half of them right: room for a lesson on correctness. Small enough to be aligned live in a browser without a GPU.',
    trained:
      'nano-2, trained on the `arith` world alone, and stopped while it still got many sums wrong; the answers of the other worlds are forgotten.',
    worlds: { arith: 'sums and products worked in short or padded steps, always right' },
    shortfall: 'It gets 54 sums in 100 right, on purpose.',
  },
  'planner-1': {
    label: 'planner-1 (0.5 M)',
    what: 'A very small language model that plans in one world of the alignment playground: a row of rooms, things in them, a goal of one or two parts. A simulator carries its plans out. Small enough to be aligned live in a browser without a GPU.',
    trained:
      'nano-2, trained on the `planner` world alone; the answers of the other worlds are forgotten. One supervised plan in two has a mistake, so 68 in 100 succeed: that is what it imitates.',
    worlds: {
      planner: 'plans of one thought or action a line, from a start in one room to a goal; one in two has a mistake',
    },
    shortfall: 'One plan in three reaches its goal.',
  },
  'nano-1': {
    label: 'nano-1 (0.3 M)',
    what: 'A very small language model that answers questions about the places of an invented town and tells short stories. It is the default of the alignment playground: small enough to be aligned live in a browser without a GPU.',
    trained:
      'nano-1-base, trained on: three quarters of the tokens (in the second run four fifths) are prompts and answers of the `style` world, the rest stories.',
  },
  'small-1': {
    label: 'small-1 (2 M)',
    what: 'A small language model that answers questions about the places of an invented town and tells short stories; the larger one of the alignment playground, for a browser with a GPU.',
    trained:
      'Stories and the prompts of the `style` world first, then three quarters prompts and answers of the `style` world and one quarter stories (shares of tokens).',
  },
  'nano-1-base': {
    label: 'nano-1-base (0.3 M)',
    what: '`nano-1` before it saw any answers: it tells stories and knows how the `style` world asks, but has never seen a reply. For trying supervised fine-tuning.',
    trained: 'Stories (88 % of the tokens) and the prompts of the `style` world without answers (12 %).',
  },
};

/** The runs (logs) that made each model, after those of the model it started from. */
export const runs: Readonly<Record<string, readonly string[]>> = {
  'nano-1-base': ['nano-1-base'],
  'nano-1': ['nano-1', 'nano-1-second'],
  'small-1': ['small-1-base', 'small-1'],
  'nano-2': ['nano-2-grown', 'nano-2', 'nano-2-second'],
  'small-2': ['small-2'],
  'lists-1': ['lists-1'],
  'arith-1': ['arith-1'],
  'planner-1': ['planner-1', 'planner-1-second'],
};

/** The model that each began from. */
export const parents: Readonly<Record<string, string>> = {
  'nano-1': 'nano-1-base',
  'nano-2': 'nano-1',
  'small-2': 'small-1',
  'lists-1': 'nano-2',
  'arith-1': 'nano-2',
  'planner-1': 'nano-2',
};
