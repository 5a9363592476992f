import type { ChartVersion } from '#chart';
import type {
  ChartPlace,
  ChartPlan,
  ChartReport,
  Depth,
  FileOutline,
  GrantList,
  ImageDetails,
  ImageOutline,
  JobEvent,
  LicenseReport,
  ListedTag,
  LoginEnded,
  MirrorPlan,
  PlanTarget,
  ReleaseOutline,
  Report,
  RepositoryPage,
  TagPage,
} from '#jobs';
import type { LicenseUse, LicenseWish, ReceivedLicense } from '#license';
import type { NetworkSettings } from '#platform';
import type { Code, Problem } from '#problem';
import type { JobDocument } from '#text';

export type { FileOutline, ImageOutline, JobDocument, LoginEnded, NetworkSettings, ReleaseOutline };

/** Real credentials and those of a sandbox never share a process: each worker lives in one of two worlds. */
export type WorkerWorld = 'aws' | 'sandbox';

/** The first message to a worker, once. Everything here and below survives `structuredClone`. */
export interface WorkerStart {
  readonly type: 'start';
  readonly world: WorkerWorld;
  /** This product's version, for the user agent. */
  readonly version: string;
  /** The command line's own file: the sandbox is started from it. */
  readonly program: string;
  /** The sandbox's data folder; the usual one when absent. */
  readonly sandboxFolder?: string;
  /** Where AWS is called instead of at AWS; of no effect in the sandbox's world. */
  readonly awsEndpoint?: string;
  /** Where the records of jobs are kept; absolute, made when needed. */
  readonly records: string;
  /** What somebody has signed in with to registries. Never in the sandbox's world. */
  readonly logins?: readonly RegistryLogin[];
  /** The editor's own proxy and certificates. Never in the sandbox's world, which is on this machine. */
  readonly network?: NetworkSettings;
}

/** A login that the editor keeps for somebody. */
export interface RegistryLogin {
  /** The host, as references name it. */
  readonly registry: string;
  readonly username: string;
  readonly password: string;
}

/** Which release, target and identity a question or job is about. Without settings: the sandbox's own Marketplace registry. */
export interface Place {
  /** The marketplace.yaml, absolute. */
  readonly settings?: string;
  /** Of its targets, when there are several. */
  readonly target?: string;
  /** The target that a job promotes from. */
  readonly from?: string;
  /** In place of the target's own. */
  readonly profile?: string;
}

/** What the editor can ask of a worker: input and answer of each operation. Jobs also emit {@link JobEvent}s. */
export interface Operations {
  /** The targets of a settings file, without asking anyone. */
  readonly targets: { readonly input: { readonly settings: string }; readonly answer: readonly TargetOutline[] };
  /** A place's target, with account and region in its registry filled in; AWS is asked for the account where nothing else says it. */
  readonly target: { readonly input: { readonly place: Place }; readonly answer: PlanTarget };
  /** The files of a release and the images in them, without asking anyone. */
  readonly outline: { readonly input: { readonly place: Place }; readonly answer: ReleaseOutline };
  /** Names of the AWS profiles of this machine. */
  readonly profiles: { readonly input: Record<string, never>; readonly answer: readonly string[] };
  readonly identity: {
    readonly input: { readonly place: Place };
    readonly answer: { readonly account: string; readonly arn: string };
  };
  /** Whether a registry lets somebody in, who need not be who the settings say. */
  readonly tryLogin: {
    readonly input: { readonly place: Place } & RegistryLogin;
    /** `unasked`: it answers without asking for a login, so this one is not proven. */
    readonly answer: { readonly state: 'accepted' | 'unasked' };
  };
  /** Looks for what stands in the way of a release. */
  readonly doctor: {
    /** @property folder absolute: where settings are looked for when the place has none */
    readonly input: { readonly place: Place; readonly folder?: string };
    readonly answer: { readonly ok: boolean; readonly text: string };
  };
  readonly repositories: {
    readonly input: { readonly place: Place; readonly cursor?: string };
    readonly answer: RepositoryPage & { readonly target: PlanTarget };
  };
  readonly tags: {
    /** @property registry another one than the target's, as the place's settings say it is reached; also of `image` */
    readonly input: {
      readonly place: Place;
      readonly registry?: string;
      readonly repository: string;
      readonly cursor?: string;
    };
    readonly answer: TagPage;
  };
  readonly tag: {
    readonly input: { readonly place: Place; readonly repository: string; readonly tag: string };
    readonly answer: ListedTag | undefined;
  };
  readonly image: {
    readonly input: {
      readonly place: Place;
      readonly registry?: string;
      readonly repository: string;
      readonly reference: string;
    };
    readonly answer: ImageDetails;
  };
  /** The versions of a chart in a Helm repository; undefined when it has no such chart. */
  readonly chartVersions: {
    readonly input: { readonly place: Place } & ChartPlace;
    readonly answer: readonly ChartVersion[] | undefined;
  };
  /** A page of the licences that an account has received. */
  readonly licenses: {
    readonly input: { readonly place: Place; readonly cursor?: string };
    readonly answer: { readonly licenses: readonly ReceivedLicense[]; readonly next?: string };
  };
  /** How much of each of a licence's entitlements is in use. */
  readonly licenseUse: {
    /** @property license its ARN */
    readonly input: { readonly place: Place; readonly license: string };
    readonly answer: readonly LicenseUse[];
  };
  /** The grants that an account has received, and those that it has given. */
  readonly grants: { readonly input: { readonly place: Place }; readonly answer: GrantList };
  /** Checks a licence out as an installation does. What is consumed for good stays so. */
  readonly checkLicense: {
    readonly input: { readonly place: Place } & LicenseCheckInput;
    readonly answer: LicenseReport;
  };
  /** Plans what becomes of a chart, and keeps the plan in a record to be run by. */
  readonly planChart: {
    readonly input: { readonly place: Place; readonly record: string } & ChartWish;
    readonly answer: { readonly plan: ChartPlanOutline };
  };
  /** Runs the plan of a chart's record, if it is the one that was shown and confirmed. */
  readonly injectChart: {
    readonly input: { readonly record: string; readonly planId: string };
    readonly answer: { readonly report: ChartReport };
  };
  /** A chart's record, if it is still kept. */
  readonly chartRecord: { readonly input: { readonly record: string }; readonly answer: KnownChart | undefined };
  /** Its plan or report as a text to read. */
  readonly chartDocument: {
    readonly input: { readonly record: string; readonly part: 'plan' | 'report' };
    readonly answer: JobDocument;
  };
  /** A file of the chart as it was or will be; empty where there is none. */
  readonly chartFile: {
    readonly input: { readonly record: string; readonly path: string; readonly side: 'before' | 'after' };
    readonly answer: string;
  };
  /** Every image that a chart needs, compared with the target, as a text to read. */
  readonly chartImages: {
    readonly input: { readonly place: Place } & Pick<ChartWish, 'chart' | 'newTags'>;
    readonly answer: { readonly ok: boolean; readonly text: string };
  };
  /** Problems of the files alone. */
  readonly check: {
    readonly input: { readonly settings: string; readonly files: readonly string[] };
    readonly answer: { readonly ok: boolean; readonly problems: readonly Problem[] };
  };
  readonly plan: {
    /**
     * @property newTags images whose tag is taken are planned under a new one
     * @property depth `manifests` when absent
     */
    readonly input: {
      readonly place: Place;
      readonly files: readonly string[];
      readonly record: string;
      readonly newTags?: boolean | undefined;
      readonly depth?: Depth | undefined;
    };
    readonly answer: { readonly plan: MirrorPlan };
  };
  /** Holds the target against the files: what it has, who attested it, what the rules say. Pushes nothing; the report is kept in a record. */
  readonly verify: {
    /**
     * @property newTags images whose tag is taken count where they are under a new one
     * @property depth `manifests` when absent
     */
    readonly input: {
      readonly place: Place;
      readonly files: readonly string[];
      readonly record: string;
      readonly newTags?: boolean | undefined;
      readonly depth?: Depth | undefined;
    };
    readonly answer: { readonly report: Report };
  };
  /** Runs the plan of a record, if it is the one that was shown and confirmed. */
  readonly mirror: {
    readonly input: { readonly record: string; readonly planId: string; readonly concurrency: number };
    readonly answer: { readonly report: Report };
  };
  readonly record: { readonly input: { readonly record: string }; readonly answer: KnownRecord | undefined };
  /** A record's plan or report as a text to read. */
  readonly document: {
    readonly input: { readonly record: string; readonly part: 'plan' | 'report' };
    readonly answer: JobDocument;
  };
  readonly savePlan: { readonly input: { readonly record: string; readonly file: string }; readonly answer: null };
  /** Starts the sandbox, or finds it running. Only in its own world. */
  readonly startSandbox: { readonly input: Record<string, never>; readonly answer: SandboxOutline };
  readonly stopSandbox: { readonly input: Record<string, never>; readonly answer: null };
}

/** Which chart, and what is to become of it. */
export interface ChartWish {
  /** A name under `charts` of the settings, or a folder or `.tgz`, absolute. */
  readonly chart: string;
  /** The `.tgz` to write, absolute. */
  readonly output?: string;
  readonly push: boolean;
  /** Images whose tag is taken go under a new one, and the chart follows them. */
  readonly newTags?: boolean;
}

/** A plan without the texts of files, which only its diffs need. */
export type ChartPlanOutline = Omit<ChartPlan, 'changes'> & {
  readonly changes: readonly Pick<ChartPlan['changes'][number], 'path' | 'what' | 'isCut'>[];
};

/** The plan of a chart as it is kept on disk, and what came of it. Outlives window and worker. */
export interface ChartRecord extends Kept {
  readonly wish: ChartWish;
  readonly plan: ChartPlan;
  readonly report?: ChartReport;
}

/** The same, as far as views need it. */
export type KnownChart = Omit<ChartRecord, 'plan'> & { readonly plan: ChartPlanOutline };

/** What a licence is asked for. */
export interface LicenseCheckInput extends Pick<LicenseWish, 'product' | 'entitlements' | 'consumption'> {
  /** Give back what was lent. */
  readonly checkIn: boolean;
  /** The issuer's key, for a seller's own test licences; AWS Marketplace's when absent. */
  readonly fingerprint?: string;
}

export type Operation = keyof Operations;

/** A job as it is kept on disk. Outlives window and worker. */
interface Kept {
  readonly schemaVersion: 1;
  readonly record: string;
  readonly world: WorkerWorld;
  readonly place: Place;
  /** The data folder of the sandbox that it was about. */
  readonly sandboxFolder?: string;
}

/** What was planned, and what came of it. */
export interface PlanRecord extends Kept {
  readonly plan: MirrorPlan;
  /** ISO 8601; set when the plan is being run, or was. */
  readonly startedAt?: string;
  /** The process that runs it, as long as it does. */
  readonly pid?: number;
  readonly endedAt?: string;
  readonly report?: Report;
  /** The error log, absolute, when one is written. */
  readonly log?: string;
  /** Why there is no report. */
  readonly failure?: Failure;
}

/** What a verification found. */
interface VerifyRecord extends Kept {
  readonly plan?: undefined;
  readonly report: Report;
}

export type JobRecord = PlanRecord | VerifyRecord;

/** `lost`: it was started, and the process that ran it is gone without a word. */
export type RecordState = 'planned' | 'running' | 'ended' | 'lost';

/** A record of a plan, and how it stands with it at the moment. */
export type KnownPlan = PlanRecord & { readonly state: RecordState };
/** The same of any record. */
export type KnownRecord = KnownPlan | (VerifyRecord & { readonly state: 'ended' });

export interface TargetOutline {
  /** `default` when the settings have one target without a name. */
  readonly name: string;
  readonly kind: PlanTarget['kind'];
  /** As the settings say it: `{account}` and `{region}` may stand in it. */
  readonly registry: string;
  readonly prefix: string;
  readonly account?: string;
  readonly profile?: string;
}

export interface SandboxOutline {
  readonly dataDir: string;
  /** Whether this worker runs it; else another process does. */
  readonly isOurs: boolean;
  /** Logical host → origin. */
  readonly hosts: Readonly<Record<string, string>>;
  readonly account: string;
  /** The public key that its images are attested by, in ASCII armor; absent of one of an older version. */
  readonly attestorKey?: string;
}

/** An error on its way between processes: a ReleaseError's data. */
export interface Failure {
  readonly code: Code;
  readonly message: string;
  readonly hint?: string;
  readonly details: readonly string[];
  readonly problems: readonly Problem[];
  readonly theirCode?: string;
}

export type ToWorker =
  | WorkerStart
  | { readonly type: 'ask'; readonly id: number; readonly operation: Operation; readonly input: unknown }
  /** Settle what is under way and answer. */
  | { readonly type: 'cancel'; readonly id: number }
  /** What came of a `question`. */
  | { readonly type: 'reply'; readonly question: number; readonly answer: 'again' | 'stop' }
  /** What somebody is signed in with from now on, in place of all that was told before. */
  | { readonly type: 'logins'; readonly logins: readonly RegistryLogin[] };

export type FromWorker =
  | { readonly type: 'event'; readonly id: number; readonly event: JobEvent }
  | { readonly type: 'answer'; readonly id: number; readonly answer: unknown }
  | { readonly type: 'failure'; readonly id: number; readonly failure: Failure }
  /** A login has ended, and the job with this number waits for somebody to log in again. */
  | { readonly type: 'question'; readonly id: number; readonly question: number; readonly ended: LoginEnded }
  /** Another sandbox is used from now on, or none any more. */
  | { readonly type: 'sandbox'; readonly sandbox: SandboxOutline | null }
  /** For the log channel; redacted. */
  | { readonly type: 'log'; readonly level: 'debug' | 'info' | 'warn'; readonly message: string };
