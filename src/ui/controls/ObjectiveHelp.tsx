import { FUNCTIONS, PARAMETERS, QUANTITIES } from '../../engine/index.ts';
import { text } from '../i18n/text.ts';

interface ObjectiveHelpProps {
  readonly disabled: boolean;
  /** Puts `before` and `after` around what is selected in the text. */
  readonly onInsert: (before: string, after: string) => void;
}

interface Word {
  readonly name: string;
  /** As it is written, with operands. */
  readonly written: string;
  readonly meaning: string;
}

const QUANTITY_WORDS = QUANTITIES.map(({ name, meaning }) => ({ name, written: name, meaning }));
const PARAMETER_WORDS = PARAMETERS.map(({ name }) => ({ name, written: name, meaning: '' }));
const FUNCTION_WORDS = FUNCTIONS.map(({ name, operands, meaning }) => ({
  name,
  written: `${name}(${operands.join(', ')})`,
  meaning,
}));

/** The words of the language with what they mean; pressing one inserts it. */
export function ObjectiveHelp({ disabled, onInsert }: ObjectiveHelpProps) {
  return (
    <details className="formula-more objective-help">
      <summary>{text.objective.help}</summary>
      <p className="control-note">{text.objective.grammar}</p>
      <Words
        title={text.objective.quantities}
        words={QUANTITY_WORDS}
        disabled={disabled}
        onPress={({ name }) => onInsert(name, '')}
      />
      <Words
        title={text.objective.parameters}
        words={PARAMETER_WORDS}
        disabled={disabled}
        onPress={({ name }) => onInsert(name, '')}
      />
      <Words
        title={text.objective.functions}
        words={FUNCTION_WORDS}
        disabled={disabled}
        onPress={({ name }) => onInsert(`${name}(`, ')')}
      />
      <p className="control-note">{text.objective.rewards}</p>
    </details>
  );
}

interface WordsProps {
  readonly title: string;
  readonly words: readonly Word[];
  readonly disabled: boolean;
  readonly onPress: (word: Word) => void;
}

function Words({ title, words, disabled, onPress }: WordsProps) {
  return (
    <>
      <p className="objective-words-title">{title}</p>
      <ul className="objective-words">
        {words.map((word) => (
          <li key={word.name}>
            <button
              type="button"
              className="word-button"
              aria-label={text.objective.insert(word.written)}
              disabled={disabled}
              onClick={() => onPress(word)}
            >
              {word.written}
            </button>
            {word.meaning === '' ? null : <span className="control-note">{word.meaning}</span>}
          </li>
        ))}
      </ul>
    </>
  );
}
