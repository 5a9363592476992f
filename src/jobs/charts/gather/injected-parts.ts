import type { InjectedPart } from '#chart';
import { decodeText, type InjectionSetting } from '#formats';
import { inFile, type Problem, ReleaseError } from '#problem';
import type { Reference } from '#reference';
import { isGlob, matchGlob } from '#release';
import type { Files } from '../../gateways.ts';
import { within } from '../../gather/file-names.ts';
import { inputInvalid } from '../../gather/input-invalid.ts';
import { requireInside } from '../../gather/inside-folder.ts';
import { placeFrom } from '../../gather/place-from.ts';
import type { PlanTarget } from '../../plan-target.ts';

/** More manifests than these are no addition to a chart, but a chart. */
const mostManifests = 500;

interface PartsAround {
  readonly target: Pick<PlanTarget, 'registry' | 'prefix'>;
  /** As the user would name it. */
  readonly settingsFile: string;
  /** Of the settings; absolute. */
  readonly folder: string;
  readonly files: Files;
}

/** What is injected, and the files that it is made of. */
export interface GatheredParts {
  readonly parts: readonly InjectedPart[];
  /** As the user would name them. */
  readonly inputs: readonly string[];
}

/**
 * What the settings inject, with files read and images named as the target has them.
 * @throws ReleaseError `input-invalid` when a pattern fits nothing or a manifest is no text, `file-not-readable` for a link that leads
 *   out of the folder of the settings
 */
export async function injectedParts(inject: readonly InjectionSetting[], around: PartsAround): Promise<GatheredParts> {
  const inputs: string[] = [];
  const problems: Problem[] = [];
  const parts: InjectedPart[] = [];
  for (const setting of inject) {
    if (setting.kind === 'license-check') {
      const { product, entitlements, consumption, image, workloads } = setting;
      const check = { kind: setting.kind, product, entitlements, consumption, image: below(image, around.target) };
      parts.push({ ...check, ...(workloads ? { workloads } : {}) });
    } else if (setting.kind === 'first-user-password') {
      const { range: _, ...part } = setting;
      parts.push(part);
    } else {
      const named = await manifestFiles(setting.files, around);
      if (named.length === 0) {
        const message = `No file fits ${setting.files}.`;
        const hint = 'Patterns are relative to the settings file.';
        problems.push({
          file: around.settingsFile,
          range: setting.range,
          rule: 'file-not-found',
          severity: 'error',
          message,
          hint,
        });
      }
      const read = await Promise.all(named.map((name) => manifest(name, around)));
      problems.push(...read.flatMap((one) => one.problems));
      inputs.push(...read.map(({ file }) => file));
      parts.push({ kind: 'manifests', files: read.map(({ path, text }) => ({ path, text })) });
    }
  }
  if (problems.some(({ severity }) => severity === 'error')) throw inputInvalid(problems);
  return { parts, inputs };
}

/** `license-check:1.0.0` below the target's prefix. */
function below(image: string, { registry, prefix }: PartsAround['target']): Reference {
  const colon = image.lastIndexOf(':');
  const path = image.slice(0, colon);
  return { registry, repository: prefix === '' ? path : `${prefix}/${path}`, tag: image.slice(colon + 1) };
}

async function manifestFiles(pattern: string, { folder, files }: PartsAround): Promise<readonly string[]> {
  const plain = pattern.replace(/^\.\//, '');
  if (!isGlob(plain)) return (await files.kindOf(placeFrom(folder, plain, files))) === 'file' ? [plain] : [];
  const found = (await files.list(folder)).filter((name) => matchGlob(plain, name));
  if (found.length > mostManifests) {
    throw new ReleaseError('usage', `${found.length} files fit ${pattern}; at most ${mostManifests} are injected`, {
      hint: 'Name a narrower pattern.',
    });
  }
  return found.sort();
}

async function manifest(name: string, { folder, files }: PartsAround) {
  const place = placeFrom(folder, name, files);
  await requireInside(folder, place, files);
  const file = files.displayed(place);
  const { text, problems } = decodeText(await files.read(place));
  const path = place.startsWith(within(folder, '')) ? place.slice(within(folder, '').length) : name;
  return { path, text, file, problems: inFile(file, problems) };
}
