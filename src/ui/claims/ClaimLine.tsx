import '../styles/claims.css';
import type { ReportedClaim } from '../../engine/index.ts';
import { claimTexts } from '../i18n/claims.en.ts';
import { useExperiment, useRun } from '../state/SessionContext.ts';
import { claimsOf } from './claimsOf.ts';
import { useClaims } from './useClaims.ts';

/** What the paper claims of the experiment on screen, and what came of it here; nothing for all other experiments. */
export function ClaimLine() {
  const claims = useClaims();
  const running = useRun((run) => (run.shown === 'live' ? run.experiment : null));
  const edited = useExperiment((state) => state.experiment);
  return claimsOf(claims, running ?? edited).map((claim) => <ClaimSentence key={claim.id} claim={claim} />);
}

export function ClaimSentence({ claim }: { readonly claim: ReportedClaim }) {
  return (
    <section className="card claim-line" aria-label={`${claimTexts.title}: ${claim.id}`} data-claim-line={claim.id}>
      <p>
        {claimTexts.paperClaims} <q>{claim.claim}</q>{' '}
        <a href={`https://arxiv.org/abs/${claim.arxiv}`} target="_blank" rel="noreferrer">
          {claimTexts.paper(claim.arxiv)}
        </a>
      </p>
      <p>
        <b>{claimTexts.here(claim)}</b> {claim.figure} ({claimTexts.expectedLabel} {claimTexts.expected(claim.expected)}
        ), {claimTexts.settingLabel} {claim.setting}
      </p>
    </section>
  );
}
