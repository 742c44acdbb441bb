import { useState } from 'react';
import type { SamplePair } from '../../engine/index.ts';
import { text } from '../i18n/text.ts';
import { isAlive } from '../state/runState.ts';
import { useRun, useSession } from '../state/SessionContext.ts';
import { Pager } from './Pager.tsx';

const NO_SAMPLES: readonly SamplePair[] = [];

/** What the policy says now beside what it said before, on held-out prompts, and how the judges see it. */
export function SamplesPanel() {
  const samples = useRun((run) => run.evaluation?.samples ?? NO_SAMPLES);
  const step = useRun((run) => run.evaluation?.step ?? null);
  const [index, setIndex] = useState(0);
  const at = Math.min(index, Math.max(0, samples.length - 1));
  const sample = samples[at];
  return (
    <section className="card panel panel-samples" aria-labelledby="samples-title">
      <div className="panel-head">
        <h2 id="samples-title">{text.samples.title}</h2>
        {samples.length > 0 ? (
          <Pager
            index={at}
            count={samples.length}
            previous={text.samples.previous}
            next={text.samples.next}
            onChange={setIndex}
          />
        ) : null}
      </div>
      {sample === undefined ? (
        <p className="empty">{text.samples.empty}</p>
      ) : (
        <Sample sample={sample} step={step ?? 0} />
      )}
      <AskForm />
    </section>
  );
}

function Sample({ sample, step }: { sample: SamplePair; step: number }) {
  return (
    <>
      <p className="prompt-text">{sample.prompt}</p>
      <div className="answers">
        <Answer
          role={text.samples.now}
          note={`${text.charts.step} ${step}`}
          answer={sample.policy}
          tokens={sample.policyTokens}
          isNow
        />
        <Answer
          role={text.samples.before}
          note={text.samples.beforeHint}
          answer={sample.reference}
          tokens={sample.referenceTokens}
        />
      </div>
      <div className="verdicts">
        <Verdict judge={text.samples.judge} verdict={sample.judged} />
        <Verdict judge={text.samples.gold} verdict={sample.goldJudged} />
      </div>
    </>
  );
}

interface AnswerProps {
  readonly role: string;
  readonly note: string;
  readonly answer: string;
  readonly tokens: number;
  readonly isNow?: boolean;
}

function Answer({ role, note, answer, tokens, isNow = false }: AnswerProps) {
  return (
    <div className={isNow ? 'answer answer-now' : 'answer'}>
      <p className="answer-head" title={note}>
        <span className="answer-role">{role}</span>
        <span>{text.samples.tokens(tokens)}</span>
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long answer scrolls; it must do so by keyboard too */}
      <p className="answer-text" tabIndex={0} role="group" aria-label={role}>
        {answer.trim() === '' ? text.samples.emptyAnswer : answer.trim()}
      </p>
    </div>
  );
}

function Verdict({ judge, verdict }: { judge: string; verdict: number | null }) {
  if (verdict === null) return null;
  const key = verdict > 0.5 ? 'wins' : verdict < 0.5 ? 'loses' : 'ties';
  return (
    <span className={`verdict verdict-${key}`}>
      {judge}: <b>{text.samples.verdicts[key]}</b>
    </span>
  );
}

/** Any prompt, once a run is there to answer it. */
function AskForm() {
  const session = useSession();
  const canAsk = useRun((run) => (isAlive(run.state) && run.state !== 'preparing') || run.state === 'finished');
  const sampled = useRun((run) => run.sampled);
  const step = useRun((run) => run.step);
  const [prompt, setPrompt] = useState('');
  if (!canAsk) return null;
  return (
    <form
      className="ask"
      onSubmit={(event) => {
        event.preventDefault();
        if (prompt.trim() !== '') session.sample(prompt);
      }}
    >
      <label htmlFor="ask">{text.samples.ask}</label>
      <div className="ask-row">
        <input
          id="ask"
          type="text"
          maxLength={400}
          autoComplete="off"
          placeholder={text.samples.askPlaceholder}
          value={prompt}
          onChange={(event) => setPrompt(event.target.value)}
        />
        <button type="submit" className="plain-button">
          {text.samples.askButton}
        </button>
      </div>
      <div aria-live="polite">{sampled === null ? null : <Sample sample={sampled} step={step} />}</div>
    </form>
  );
}
