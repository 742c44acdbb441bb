import { formatCount } from './numbers.ts';

/** The shape of the objective, drawn. */
export const labTexts = {
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
};
