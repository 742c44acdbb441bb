/** What is bundled, in the order it is offered. Labels are in `i18n`; cards lie beside the files. */
export const MODEL_IDS: readonly string[] = ['nano-1', 'small-1', 'nano-1-base'];
export const DATASET_IDS: readonly string[] = ['style-length-biased', 'style', 'style-noisy'];
export const OWN_DATA = 'own';
