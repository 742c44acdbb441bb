import type { LinkNote } from '../../engine/index.ts';

/** The experiment as an address. */
export const linkTexts = {
  notes: 'About this link',
  note: (note: LinkNote) => {
    switch (note.kind) {
      case 'clamped':
        return `${note.key}: ${note.found} is out of range; using ${note.used}.`;
      case 'invalid':
        return `${note.key}: “${note.found}” is not understood${note.used === '' ? '' : `; using ${note.used}`}.`;
      case 'unknown_key':
        return `${note.key}: not a setting of this page; ignored.`;
      case 'repeated_key':
        return `${note.key}: given twice; the first counts.`;
      case 'newer_version':
        return `Version ${note.found} is newer than this page.`;
      case 'too_long':
        return `The link has ${note.found} characters, too many; the defaults are shown.`;
    }
  },
  readOnlyTitle: 'Made with a newer version',
  readOnly:
    'This link is shown, not run: some of its settings may mean something this version does not know. Reload for the newest version.',
  startOver: 'Start from the defaults',
  share: 'Share this experiment',
  shareWhat:
    'The link holds the whole experiment: model, data, objective, every changed setting and the seed. Whoever opens it gets the same run, once they press Play.',
  shareExact:
    'On the same machine, browser and backend the curve is the same to the last digit; elsewhere it differs by rounding.',
  shareOwn: 'Your own rows do not travel in the link, only their fingerprint. Send the file along.',
  address: 'Link',
  policyWhat:
    'The trained policy as a file: put it in place of model.safetensors in the model’s own folder, and Python’s transformers opens it.',
  policy: 'Download the policy',
  copy: 'Copy link',
  copied: 'Link copied',
  copyFailed: 'Copying is not allowed here; the link is selected, press Ctrl+C.',
};
