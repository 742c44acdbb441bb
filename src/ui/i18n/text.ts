import { en, type Messages } from './en.ts';

/** The sentences of the language in use. One for now; the type is what another must fill. */
export const text: Messages = en;
