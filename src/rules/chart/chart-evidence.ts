import type { TargetSettings } from '#formats';
import type { Range } from '#problem';

/** One Helm chart as it would be released to a target. */
export interface ChartEvidence {
  readonly target: TargetSettings;
  /** The key in the settings, or how it was named. */
  readonly name: string;
  readonly delivery: 'helm' | 'eks-add-on';
  /** Whether buyers pay for it, as far as that is known: it checks a licence. */
  readonly isPaid: boolean;
  /** Whether its images are those of the target already. */
  readonly isInjected: boolean;
  /** The images that the version's form declares, each with its registry; undefined where no form is known. */
  readonly declared?: readonly string[];
  /** Where its problems land. */
  readonly place: ChartPlace;
  /** Of files that injecting has changed, where each line comes from: by their paths from the chart's root. */
  readonly origins?: Readonly<Record<string, readonly LineOrigin[]>>;
  /** The version that it is released under. */
  readonly version: string;
  readonly type: 'application' | 'library';
  readonly dependencies: readonly DependencyEvidence[];
  readonly files: readonly { readonly path: string; readonly size: number }[];
  /** Templates and default values that are too large to be looked into, or no text. */
  readonly unread: readonly string[];
  /** Its own and those of its subcharts. */
  readonly templates: readonly TemplateEvidence[];
  /** The files of `crds/`, which Helm does not render. */
  readonly definitions: readonly { readonly path: string; readonly keys: readonly KeyEvidence[] }[];
  /** The files of default values, the chart's own first. */
  readonly values: readonly ValuesEvidence[];
  /** The images of the values. */
  readonly images: readonly ImageEvidence[];
  /** What AWS reads of an EKS add-on, as the JSON files say it; undefined where there is no such file. */
  readonly configurationSchema?: JsonEvidence;
  readonly addonParameters?: JsonEvidence;
}

/**
 * Where the problems of a chart land: on its own files when it is a folder, else all at one place, and the message names the file in the chart.
 */
export type ChartPlace = { readonly folder: string } | { readonly file: string; readonly range: Range };

/** Where a line of a chart that something was injected into comes from. */
export interface LineOrigin {
  /** 1-based, in the file as it was. */
  readonly line: number;
  /** Whether it stood there already; else it was put there, and the line is where. */
  readonly isOwn: boolean;
}

/** A place in a file of the chart. */
export interface InChart {
  /** From the chart's root. */
  readonly path: string;
  readonly range: Range;
}

interface DependencyEvidence extends InChart {
  /** The chart in `charts/` that asks for it; empty for the chart itself. */
  readonly subchart: string;
  readonly name: string;
  readonly version?: string;
  readonly repository?: string;
  /** Whether `charts/` has it. */
  readonly isVendored: boolean;
}

/** A template without being rendered. What is in it is what the room `chart` tells of it. */
export interface TemplateEvidence {
  readonly path: string;
  /** The chart in `charts/` that it belongs to; empty for the chart itself. */
  readonly subchart: string;
  readonly actions: readonly ActionEvidence[];
  readonly faults: readonly { readonly message: string; readonly range: Range }[];
  readonly keys: readonly KeyEvidence[];
}

export interface ActionEvidence {
  readonly tokens: readonly { readonly kind: string; readonly text: string }[];
  readonly range: Range;
  /** Blocks that are open around it; a `define` does not count. */
  readonly depth: number;
  readonly isDefinition: boolean;
}

export interface KeyEvidence {
  readonly key: string;
  readonly value: string;
  readonly indent: number;
  readonly range: Range;
}

/** One file of default values. */
interface ValuesEvidence {
  readonly path: string;
  readonly subchart: string;
  readonly entries: readonly ValueEvidence[];
}

export interface ValueEvidence {
  readonly path: readonly string[];
  /** Undefined for a map or a list; null where nothing stands. */
  readonly value?: string | number | boolean | null;
  readonly range: Range;
}

/** An image that the values name. */
interface ImageEvidence extends InChart {
  /** Whole, as it would be pulled; without a tag where none can be told. */
  readonly reference: string;
  /** By a key `repository`, perhaps with others beside it, as AWS knows it. */
  readonly isByParts: boolean;
  /** Whether its tag is a number in YAML, which Helm writes in its own way: 1.10 becomes 1.1. */
  readonly isNumber: boolean;
}

/** A JSON file: its text and value, or why there is none. */
type JsonEvidence = { readonly text: string; readonly value: unknown } | { readonly fault: string };

/** What `helm` makes of a chart with its default values. */
export interface RenderedEvidence {
  readonly target: TargetSettings;
  /** What lint complains of, a sentence each; empty when it passes, undefined when nobody asked. */
  readonly lint?: readonly string[];
  /** Why it does not render. */
  readonly failure?: string;
  /** With its default values, perhaps with others too; undefined when it does not render. */
  readonly manifests?: readonly ManifestEvidence[];
}

/** One Kubernetes object. */
export interface ManifestEvidence {
  /** The template that it comes from, from the chart's root; undefined when that is not told. */
  readonly source?: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
  /** The keys of its annotations. */
  readonly annotations?: readonly string[];
  /** The kind that it defines, where it is a CustomResourceDefinition. */
  readonly defines?: string;
  /** The whole of it, as plain data, where it makes pods or gives rights. */
  readonly value?: unknown;
}
