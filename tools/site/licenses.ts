import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A package of which some code, style sheet or font is part of the site. */
export interface BundledPackage {
  name: string;
  version: string;
  /** SPDX expression of its package.json. */
  license: string | undefined;
  /** Where it is installed. */
  folder: string;
}

/** Folder of the texts that packages name without bringing them along, below the root of the project. */
const textFolder = 'tools/site/licenses';

/** Licence texts for packages that state an SPDX id and ship no licence file (TF.js does so). */
const textBySpdxId: Record<string, string> = { 'Apache-2.0': 'Apache-2.0.txt' };

/** Licence texts that a package keeps elsewhere than in a file of their own. */
const textByPackage: Record<string, string> = { seedrandom: 'seedrandom.txt' };

/** What a package contains beyond its own code: fonts, and libraries compiled into a binary. */
const contained: Record<string, { title: string; files: string[] }> = {
  katex: { title: 'The KaTeX fonts', files: ['KaTeX-fonts.txt'] },
  '@tensorflow/tfjs-backend-wasm': {
    title: 'Its WebAssembly binaries contain XNNPACK, built upon pthreadpool, cpuinfo, FP16 and FXdiv',
    files: ['XNNPACK.txt', 'pthreadpool.txt', 'cpuinfo.txt', 'FP16.txt', 'FXdiv.txt'],
  },
};

/**
 * Text of `licenses.txt`: the project's own licence, then every bundled package with its licence and notices.
 * Throws when a package comes with neither a licence file nor a licence whose text is at hand: such a package must not
 * be shipped before a person has looked at it.
 */
export function licensesText(root: string, packages: readonly BundledPackage[]): string {
  const textOf = (file: string): string => readFileSync(join(root, textFolder, file), 'utf8').trim();
  const sections = [`Alignment playground\n\n${readFileSync(join(root, 'LICENSE'), 'utf8').trim()}`];
  for (const bundled of [...packages].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const files = readdirSync(bundled.folder).filter((name) => /^(licen[cs]e|notice|copying)/i.test(name));
    const texts = files.sort().map((name) => readFileSync(join(bundled.folder, name), 'utf8').trim());
    if (!files.some((name) => /^(licen[cs]e|copying)/i.test(name))) {
      const standard = textByPackage[bundled.name] ?? textBySpdxId[bundled.license ?? ''];
      if (standard === undefined) {
        throw new Error(`${bundled.name} ${bundled.version} brings no licence text (it states ${bundled.license})`);
      }
      texts.push(textOf(standard));
    }
    const inner = contained[bundled.name];
    if (inner) texts.push(`${inner.title}:`, ...inner.files.map(textOf));
    sections.push([`${bundled.name} ${bundled.version} (${bundled.license})`, ...texts].join('\n\n'));
  }
  return `${sections.join(`\n\n${'='.repeat(80)}\n\n`)}\n`;
}
