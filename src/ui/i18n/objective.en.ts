/** The editor of an objective of one’s own. */
export const objectiveTexts = {
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
};
