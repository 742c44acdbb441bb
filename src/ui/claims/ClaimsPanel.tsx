import '../styles/claims.css';
import type { ReportedClaim } from '../../engine/index.ts';
import { claimTexts } from '../i18n/claims.en.ts';
import { countVerdicts } from './claimsOf.ts';
import { useClaims } from './useClaims.ts';

/** Every claim with its verdict, figure and setting, and a link to the experiment that shows it. */
export function ClaimsPanel() {
  const claims = useClaims();
  return <ClaimsList claims={claims} />;
}

export function ClaimsList({ claims }: { readonly claims: readonly ReportedClaim[] }) {
  if (claims.length === 0) return null;
  return (
    <section className="card claims" aria-labelledby="claims-title">
      <details>
        <summary>
          <span>
            <h2 id="claims-title">{claimTexts.title}</h2>{' '}
            <span className="claims-counts">{claimTexts.counts(countVerdicts(claims))}</span>
          </span>
        </summary>
        <p className="claims-caption">{claimTexts.caption}</p>
        <ul className="claims-list">
          {claims.map((claim) => (
            <ClaimEntry key={claim.id} claim={claim} />
          ))}
        </ul>
      </details>
    </section>
  );
}

function ClaimEntry({ claim }: { readonly claim: ReportedClaim }) {
  const { id, arxiv, measured, sd, seeds, expected, link, verdict } = claim;
  return (
    <li data-claim={id}>
      <p className="claim-head">
        <b>{id}</b>
        <span className="claim-verdict" data-claim-verdict={verdict ?? 'none'}>
          {claimTexts.verdict(verdict)}
        </span>
        <a href={`https://arxiv.org/abs/${arxiv}`} target="_blank" rel="noreferrer">
          {claimTexts.paper(arxiv)}
        </a>
        <a href={`#${link}`} aria-label={claimTexts.openHint(id)} onClick={toPlots}>
          {claimTexts.open}
        </a>
      </p>
      <p>{claim.claim}</p>
      <dl>
        <dt>{claimTexts.figureLabel}</dt>
        <dd>
          {measured === null ? null : (
            <>
              <b className="claim-figure">{claimTexts.figure(measured, sd)}</b> ({claimTexts.seeds(seeds.length)}),{' '}
            </>
          )}
          {claimTexts.expectedLabel} {claimTexts.expected(expected)}: {claim.figure}
        </dd>
        <dt>{claimTexts.settingLabel}</dt>
        <dd>{claim.setting}</dd>
      </dl>
    </li>
  );
}

/** The link changes the form and the plots, which are elsewhere. */
function toPlots(): void {
  document.getElementById('plots')?.scrollIntoView({ block: 'start' });
}
