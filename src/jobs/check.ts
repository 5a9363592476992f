import { formSettingsOf } from '#catalog';
import { imagesInValues } from '#chart';
import { decodeText, defaultFiles, parseSettings, type Settings, type TargetSettings } from '#formats';
import { inFile, type Problem } from '#problem';
import { chooseImages, type FileKind, type InputFile, kindOfFile, resolveRelease } from '#release';
import { gradeProblems, runRules } from '#rules';
import { chartEvidence } from './charts/chart-evidence.ts';
import type { LoadedChart } from './charts/loaded-chart.ts';
import { type CheckResult, checkResult } from './check-result.ts';
import { formAround } from './form-around.ts';
import { formProblems } from './form-problems.ts';
import type { LoadedForm } from './gather/load-form-lists.ts';
import type { LoadedFile } from './loaded-file.ts';
import { readInput } from './read-input.ts';
import type { RepositoryFile } from './repositories/repository-files.ts';
import { repositoryProblems } from './repositories/repository-problems.ts';

const noSettings = formSettingsOf({ names: [], originals: [], files: defaultFiles, targets: [] });

/** A load form; without lists nobody has looked for those that it names. */
type CheckedForm = LoadedFile & Partial<Pick<LoadedForm, 'lists'>>;

export interface CheckInput {
  /** The `marketplace.yaml` that governs the files. */
  readonly settings?: LoadedFile;
  /** Release files and image lists, of whatever releases. Without a kind, a file is what its name says, a load form too. */
  readonly files: readonly (LoadedFile & { readonly kind?: InputFile['kind'] })[];
  /** Load forms, with the lists that they name among the files. One of a file without a kind need not be here: its lists are not known. */
  readonly forms?: readonly CheckedForm[];
  /** The files about repositories that the settings name, by the name of the target. */
  readonly repositories?: ReadonlyMap<string, readonly RepositoryFile[]>;
  /** The charts on this machine that the settings name, by their keys. */
  readonly charts?: ReadonlyMap<string, LoadedChart>;
  /** What the reading of other files has found already. */
  readonly problems?: readonly Problem[];
}

/**
 * The problems of the files alone, found offline: bytes, syntax, shape, pairing, names, duplicates and the rules that need no more
 * than that, for every target of the settings. Without settings there is no target, and what depends on one is not checked.
 */
export function check(input: CheckInput): CheckResult {
  const settings = input.settings ? readSettings(input.settings) : undefined;
  const given = input.files
    .filter(({ file }) => file !== input.settings?.file)
    .map((file) => ({ file, kind: kindFor(file, settings?.model) }));
  const read = new Map(
    given.flatMap(({ file, kind }) => (kind === 'form' ? [] : [[file.file, readInput(file, kind)]])),
  );
  const inputs = [...read.values()];
  const forms = [
    ...(input.forms ?? []),
    ...given.flatMap(({ file, kind }): CheckedForm[] => (kind === 'form' ? [file] : [])),
  ];
  // Settings that could not be read might say otherwise where lists go: nothing is said of that then.
  const ofForms = input.settings ? settings?.model && formSettingsOf(settings.model) : noSettings;
  const aroundOf = (form: CheckedForm) => (ofForms ? formAround(form.lists, read, ofForms) : {});
  const files = inputs.flatMap(({ input: one }) => one ?? []);
  const ofTargets =
    input.settings && settings?.model
      ? foundForTargets(input.settings.file, settings.model, files, input)
      : { problems: [], suppressed: [] };
  const problems = [
    ...(settings?.problems ?? []),
    ...(input.problems ?? []),
    ...inputs.flatMap((one) => one.problems),
    ...forms.flatMap((form) => formProblems(form, aroundOf(form))),
    ...ofTargets.problems,
    // Settings that could not be read might say that lists stand alone: nothing is said of pairs then.
    ...(input.settings ? [] : chooseImages(files, defaultFiles.unpaired).problems),
  ];
  return checkResult(problems, ofTargets.suppressed);
}

function readSettings({ file, bytes }: LoadedFile): { model: Settings | undefined; problems: Problem[] } {
  const { text, problems } = decodeText(bytes);
  if (problems.length > 0) return { model: undefined, problems: inFile(file, problems) };
  const parsed = parseSettings(text);
  return { model: parsed.model, problems: inFile(file, [...problems, ...parsed.problems]) };
}

/** What a file is: what is known of it, else what its name says; one whose name fits no pattern, what its ending says. */
function kindFor({ file, kind }: CheckInput['files'][number], settings: Settings | undefined): FileKind {
  const usual = kindOfFile(file, settings?.files ?? defaultFiles) ?? (file.endsWith('.json') ? 'release' : 'images');
  return kind ?? usual;
}

/** What each target makes of the files. */
function foundForTargets(
  file: string,
  settings: Settings,
  files: readonly InputFile[],
  { repositories, charts }: Pick<CheckInput, 'repositories' | 'charts'>,
): Pick<CheckResult, 'problems' | 'suppressed'> {
  const found = settings.targets.map((target) => {
    const { images, problems } = resolveRelease({ settings, target, files });
    const ofRepositories = repositoryProblems(target, file, repositories?.get(target.name) ?? []);
    const ofRules = runRules({ release: { target, images }, target: { file, settings: target } });
    const ofCharts = chartsFor(file, settings, target, charts);
    const graded = gradeProblems([...ofRules, ...ofCharts], settings.rules, target.kind);
    return { problems: [...problems, ...ofRepositories, ...graded.problems], suppressed: graded.suppressed };
  });
  return {
    problems: found.flatMap((one) => one.problems),
    suppressed: found.flatMap((one) => one.suppressed),
  };
}

/** What rules find in charts before anything is injected. */
function chartsFor(
  file: string,
  settings: Settings,
  target: TargetSettings,
  charts: CheckInput['charts'] = new Map(),
): Problem[] {
  return settings.charts.flatMap(({ name, delivery, inject, publish, range }) => {
    const loaded = charts.get(name);
    if (!loaded) return [];
    const { chart, folder } = loaded;
    const evidence = chartEvidence(chart, {
      target,
      name,
      delivery,
      isPaid: inject.some(({ kind }) => kind === 'license-check'),
      isInjected: false,
      place: folder === undefined ? { file, range } : { folder },
      images: imagesInValues(chart),
      ...(publish.version === undefined ? {} : { version: publish.version }),
    });
    return runRules({ chart: evidence });
  });
}
