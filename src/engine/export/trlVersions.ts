/** Versions with which `tools/trl/check.py` last passed. A newer TRL may rename arguments: run it again before changing these. */
export const TRL_VERSIONS: Readonly<Record<string, string>> = {
  torch: '2.15.0',
  transformers: '5.24.0',
  trl: '1.16.0',
  accelerate: '1.15.0',
  datasets: '5.2.0',
};

/** requirements.txt */
export function requirementsText(): string {
  return Object.entries(TRL_VERSIONS)
    .map(([name, version]) => `${name}==${version}\n`)
    .join('');
}

/** Objectives whose numbers `tools/trl/check.py --compare ID` held to TRL's with these versions. */
export const TRL_COMPARED: ReadonlySet<string> = new Set([
  'sigmoid',
  'ld_dpo',
  'simpo',
  'cdpo',
  'robust',
  'ipo',
  'hinge',
  'rpo',
  'kto',
  'orpo',
  'sft',
  'apo_zero_unpaired',
  'tpo_triple',
  'sigmoid_norm',
  'exo_pair',
  'nca_pair',
  'bco_pair',
  'aot',
  'aot_unpaired',
  'apo_zero',
  'apo_down',
  'discopop',
  'sppo_hard',
  'f_dpo',
  'reference_free',
  'mpo',
  'wpo',
  'cpo',
  'alphapo',
]);
