import { decodeLink, describeDifference, type Experiment, type ReportedClaim } from '../../engine/index.ts';

/** The claims that an experiment shows: those whose preset it is, whatever its seed. */
export function claimsOf(claims: readonly ReportedClaim[], experiment: Experiment): ReportedClaim[] {
  return claims.filter(({ link }) => {
    const preset = decodeLink(link).experiment;
    if (preset.game !== '' || experiment.game !== '') return withoutSeed(preset.game) === withoutSeed(experiment.game);
    return describeDifference(preset, experiment).every(({ key }) => key === 'seed');
  });
}

/** An exact world's text without the seed that it is drawn from. */
const withoutSeed = (game: string) => game.replace(/,seed:\d+/, '');

const ORDER: readonly ReportedClaim['verdict'][] = ['holds', 'does-not-hold', 'undecided', null];

/** How many came out which way; none that did not occur. */
export function countVerdicts(claims: readonly ReportedClaim[]): [ReportedClaim['verdict'], number][] {
  return ORDER.map((verdict): [ReportedClaim['verdict'], number] => [
    verdict,
    claims.filter((claim) => claim.verdict === verdict).length,
  ]).filter(([, count]) => count > 0);
}
