import { quote } from '#formats';
import type { PlatformConfig } from './config-evidence.ts';
import { imageFindings } from './image-finding.ts';
import { downloadsIn } from './layers/downloads.ts';
import { takesAway } from './layers/final-file.ts';
import type { ScriptFile } from './layers/layer-findings.ts';
import type { PlatformLayers } from './layers-evidence.ts';
import { ruleOn } from './rule.ts';

/** Where a shell looks for a command that is named without a path. */
const searched = ['usr/local/sbin', 'usr/local/bin', 'usr/sbin', 'usr/bin', 'sbin', 'bin'];

/**
 * A hint only: scripts that the image starts with and that mention a download. What a program downloads can't be seen, and whether the line
 * is ever reached neither.
 */
export const runTimeDownloads = ruleOn(
  'config',
  {
    code: 'run-time-downloads',
    why: 'What is downloaded at run time, and connections that stay open, must be named in the description or the usage instructions.',
    source: 'AWS Marketplace seller guide, "Container-based product requirements"',
    severity: { marketplace: 'info' },
    helpedBy: 'layers',
  },
  ({ image, platforms }, severity, { layers }) =>
    imageFindings(image, platforms, { rule: 'run-time-downloads', severity }, (config) => {
      const files = layers?.platforms.find(({ digest }) => digest === config.digest);
      const hint = 'Put what it fetches into the image, or name it in the description or the usage instructions.';
      return startedWith(config, files?.layers ?? []).map(({ name, downloads }) => ({
        what: `starts with ${name}, which mentions ${downloads.join(', ')}`,
        hint,
      }));
    }),
);

function startedWith({ entrypoint, command }: PlatformConfig, layers: PlatformLayers['layers']) {
  const words = [...entrypoint, ...command];
  const named = words.flatMap((word, at) => {
    // `sh -c TEXT` brings its script along.
    if (words[at - 1] === '-c') return { name: 'a command', downloads: downloadsIn(word) };
    const script = scriptOf(word, layers);
    return script ? { name: quote(`/${script.path}`), downloads: script.downloads } : [];
  });
  return named.filter(({ downloads }) => downloads.length > 0);
}

/** The script that a word of the command stands for, as the highest layer has it. */
function scriptOf(word: string, layers: PlatformLayers['layers']): ScriptFile | undefined {
  const paths = word.startsWith('/')
    ? [word.slice(1)]
    : word.includes('/')
      ? []
      : searched.map((folder) => `${folder}/${word}`);
  for (const path of paths) {
    for (const layer of layers.toReversed()) {
      if ('unread' in layer) continue;
      const script = layer.findings.scripts.findLast((one) => one.path === path);
      if (script) return script;
      if (takesAway(layer.findings, path)) break;
    }
  }
  return undefined;
}
