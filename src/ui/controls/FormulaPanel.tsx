import type { Experiment, MethodDefinition } from '../../engine/index.ts';
import { formatSetting } from '../i18n/numbers.ts';
import { text } from '../i18n/text.ts';
import { Tex } from './Tex.tsx';

/** The objective as the paper (or the person) writes it, its symbols with this run's numbers, and where it comes from. */
export function FormulaPanel({ method, experiment }: { method: MethodDefinition; experiment: Experiment }) {
  const { title, authors, year, arxiv } = method.paper;
  return (
    <div className="formula">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a wide formula scrolls; it must do so by keyboard too */}
      <div className="formula-tex" role="group" aria-label={text.controls.formula} tabIndex={0}>
        <Tex tex={method.formula} display />
      </div>
      <dl className="formula-numbers">
        {method.hyperparameters.map((parameter) => (
          <div key={parameter.name}>
            <dt>
              <Tex tex={parameter.symbol} />
            </dt>
            <dd>= {formatSetting(experiment.hyperparameters[parameter.name] ?? parameter.default)}</dd>
          </div>
        ))}
      </dl>
      <details className="formula-more">
        <summary>{text.controls.symbols}</summary>
        <dl className="formula-symbols">
          {Object.entries(method.symbols).map(([symbol, meaning]) => (
            <div key={symbol}>
              <dt>
                <Tex tex={symbol} />
              </dt>
              <dd>{meaning}</dd>
            </div>
          ))}
        </dl>
        <p className="control-note">
          {method.needs.reduction === 'sum' ? text.controls.reducesSum : text.controls.reducesMean}
        </p>
        {arxiv === '' ? null : (
          <p className="control-note">
            {text.controls.paper}:{' '}
            <a href={`https://arxiv.org/abs/${arxiv}`} rel="noreferrer" target="_blank">
              {title}
            </a>
            , {authors}, {year}
          </p>
        )}
      </details>
    </div>
  );
}
