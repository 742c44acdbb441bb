/** What can be looked up, with the unit that a value is told in. */
export const ATTRIBUTE_UNITS = { price: ' coins', weight: ' grams', height: ' meters', year: '' } as const;
export type Attribute = keyof typeof ATTRIBUTE_UNITS;

/** Name in the singular, price, weight. The plural adds an s. */
const THINGS: readonly (readonly [string, number, number])[] = [
  ['lamp', 24, 850],
  ['book', 13, 420],
  ['bike', 95, 9400],
  ['boat', 780, 64000],
  ['clock', 37, 610],
  ['door', 68, 17500],
  ['bell', 19, 340],
  ['cup', 4, 260],
  ['pie', 6, 720],
  ['kite', 11, 180],
  ['hat', 16, 150],
  ['coat', 52, 1300],
  ['drum', 43, 2600],
  ['ball', 8, 390],
  ['chair', 29, 4800],
  ['table', 83, 21000],
  ['bowl', 7, 510],
  ['ring', 140, 12],
  ['rope', 9, 930],
  ['pen', 3, 21],
  ['map', 5, 65],
  ['bag', 18, 570],
  ['kettle', 27, 1100],
  ['mirror', 46, 3200],
];
/** Name, height, year of building. */
const PLACES: readonly (readonly [string, number, number])[] = [
  ['bakery', 7, 1926],
  ['bridge', 31, 1874],
  ['church', 58, 1743],
  ['cinema', 14, 1938],
  ['farm', 9, 1815],
  ['hall', 17, 1861],
  ['harbor', 5, 1792],
  ['hotel', 26, 1907],
  ['library', 15, 1884],
  ['mill', 21, 1768],
  ['museum', 19, 1895],
  ['school', 12, 1953],
  ['station', 23, 1869],
  ['theater', 28, 1912],
  ['tower', 74, 1736],
  ['castle', 39, 1701],
];

/** Every fact, by its question: `price of the lamp`. */
const FACTS: ReadonlyMap<string, number> = new Map([
  ...THINGS.flatMap(([name, price, weight]) => [entry('price', name, price), entry('weight', name, weight)]),
  ...PLACES.flatMap(([name, height, year]) => [entry('height', name, height), entry('year', name, year)]),
]);

function entry(attribute: Attribute, name: string, value: number): [string, number] {
  return [factName(attribute, name), value];
}

export function factName(attribute: Attribute, name: string): string {
  return `${attribute} of the ${name}`;
}

/** What has this attribute in the table. */
export function namesWith(attribute: Attribute): readonly string[] {
  return (attribute === 'price' || attribute === 'weight' ? THINGS : PLACES).map(([name]) => name);
}

/** The look-up table: the number that is written for `price of the lamp`; null where nothing is. */
export function lookUp(question: string): number | null {
  return FACTS.get(question) ?? null;
}
