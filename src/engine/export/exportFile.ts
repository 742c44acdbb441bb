/** A file of an exported folder. */
export interface ExportFile {
  /** Relative, with '/'. */
  readonly path: string;
  /** Its parts in order; a long text comes as a generator, so that it never stands in memory whole. Read once. */
  readonly content: Iterable<string | Uint8Array>;
}
