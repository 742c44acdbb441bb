import { EngineError } from '../errors.ts';

const HUB = 'https://huggingface.co';

/** A set of the Hub at a revision: a branch, a tag or a commit. */
export interface HubSet {
  readonly dataset: string;
  readonly revision: string;
}

/**
 * What a person typed as a set: `owner/name`, an old name without owner, or its address on the Hub, with a revision where the
 * address has one.
 *
 * @throws EngineError HUB_NAME_INVALID
 */
export function readHubSet(typed: string, revision: string): HubSet {
  const path = typed
    .trim()
    .replace(/^(https?:\/\/)?(www\.)?(huggingface\.co|hf\.co)\/datasets\//, '')
    .replace(/^datasets\//, '');
  const [, dataset, fromAddress] =
    /^((?:[\w.-]+\/)?[\w.-]+)(?:\/(?:tree|blob|resolve)\/([^/?#]+).*)?\/?$/.exec(path) ?? [];
  const isSafe = dataset?.split('/').every((part) => /^\w/.test(part) && !part.includes('..'));
  if (dataset === undefined || !isSafe)
    throw new EngineError('HUB_NAME_INVALID', { dataset: typed.trim().slice(0, 80) });
  const asked = revision.trim();
  return { dataset, revision: asked === '' || asked === 'main' ? decodeURIComponent(fromAddress ?? 'main') : asked };
}

/** Where the Hub lists a set's files; up to a thousand at once. */
export function treeAddress({ dataset, revision }: HubSet): string {
  return `${HUB}/api/datasets/${dataset}/tree/${encodeURIComponent(revision)}?recursive=true`;
}

export function fileAddress({ dataset, revision }: HubSet, path: string): string {
  return `${HUB}/datasets/${dataset}/resolve/${encodeURIComponent(revision)}/${path.split('/').map(encodeURIComponent).join('/')}`;
}
