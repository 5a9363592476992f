import {
  type Composition,
  composeAws,
  composeGateways,
  defaultRegion,
  doctorPlace,
  type LoginPause,
  type Machine,
} from '#composition';
import type { Settings } from '#formats';
import {
  type AwsGateway,
  type DoctorInput,
  type Files,
  type Gateways,
  gather,
  gatherTarget,
  type MirrorPlan,
  type OpenedChoice,
  type OpenedSettings,
  openSettings,
  type PlanTarget,
  requireSettings,
  type TargetChoice,
} from '#jobs';
import type { HostsMap } from '#platform';
import { digestOf } from '#registry';
import { marketplacePlace } from './marketplace-place.ts';
import { patientHttp } from './patient-http.ts';
import type { Place } from './protocol.ts';

/** A place that questions can be put to: the target in it, and the gateways to ask with. */
export interface OpenPlace {
  readonly target: PlanTarget;
  readonly gateways: Gateways;
  /** What names the place to a job; without settings no job can be done. */
  readonly choice: TargetChoice & Pick<OpenedChoice, 'config' | 'opened'>;
}

/** A place that a plan is run at. */
export interface PlanPlace {
  readonly gateways: Gateways;
  readonly settings: Settings;
  readonly settingsFile: string;
  /** Absolute. */
  readonly folder: string;
}

export interface OpenPlacesOptions {
  readonly machine: Machine;
  readonly files: Files;
  /** Where AWS is called instead of at AWS. */
  readonly awsEndpoint?: string;
  /** Where logical hosts are at the moment. */
  readonly hosts: () => Promise<HostsMap>;
  /** Brings back who answers at those hosts, when somebody can. */
  readonly comeBack?: () => Promise<unknown>;
  /** In which somebody logs in again. */
  readonly pause?: LoginPause;
}

/** More than one shows at a time; each holds connections, logins and manifests. */
const mostOpen = 4;

interface Entry {
  readonly place: string;
  readonly opened: Promise<OpenPlace & Pick<Composition, 'close'>>;
  users: number;
  /** Another has taken its place: it is closed by its last user. */
  isReplaced: boolean;
}

/**
 * The places of a standing worker. What was put together for one is used by all questions on it, until its settings or the hosts map
 * say otherwise: so a login serves more than one question.
 */
export class OpenPlaces {
  readonly #options: OpenPlacesOptions;
  /** By all that they were made from; the one used last is last. */
  readonly #open = new Map<string, Entry>();

  constructor(options: OpenPlacesOptions) {
    this.#options = options;
  }

  /**
   * Does something at a place, which stays open as long as that takes.
   * @throws ReleaseError `settings-missing`, `file-not-found`, `input-invalid`, `target-choice`, AWS login trouble; what the task throws
   */
  async at<T>(place: Place, task: (open: OpenPlace) => Promise<T>): Promise<T> {
    const entry = await this.#take(place);
    try {
      return await task(await entry.opened);
    } finally {
      entry.users--;
      closeUnused(entry);
    }
  }

  /**
   * Does something with what it takes to run a plan: as whom is for the plan to say, whatever its settings say by now.
   * @throws ReleaseError `file-not-found`, `input-invalid`; what the task throws
   */
  async forPlan<T>(
    place: Place,
    { target, promotedFrom: from }: Pick<MirrorPlan, 'target' | 'promotedFrom'>,
    task: (open: PlanPlace) => Promise<T>,
  ): Promise<T> {
    const { settings: config = '' } = place;
    const { file, folder, settings } = await requireSettings({ named: [], config }, this.#options.files);
    const hosts = await this.#options.hosts();
    const { gateways, close } = this.#compose(this.#aws(hosts), hosts, { settings, folder, target, from });
    try {
      return await task({ gateways, settings, settingsFile: file.file, folder });
    } finally {
      close();
    }
  }

  /**
   * Does something with a registry as the settings of a place say it is reached, or with no settings at all.
   * @throws ReleaseError `file-not-found`, `input-invalid`; what the task throws
   */
  async atRegistry<T>(
    { settings: config }: Place,
    registry: string,
    task: (gateways: Gateways) => Promise<T>,
  ): Promise<T> {
    const { files, machine } = this.#options;
    // Nothing is read relative to a folder where there are no settings.
    const opened: OpenedSettings =
      config === undefined ? { folder: machine.home } : await openSettings({ named: [], config }, files);
    const { folder, settings = { registries: [] } } = opened;
    const hosts = await this.#options.hosts();
    const { gateways, close } = this.#compose(this.#aws(hosts), hosts, { settings, folder, target: { registry } });
    try {
      return await task(gateways);
    } finally {
      close();
    }
  }

  /** What the doctor looks at. @throws ReleaseError as {@link atRegistry} */
  async doctor({ settings: config, target, profile }: Place, folder?: string): Promise<DoctorInput> {
    const { files, machine } = this.#options;
    const hosts = await this.#options.hosts();
    const aws = this.#aws(hosts);
    const region = defaultRegion(hosts, machine);
    const choice = {
      named: folder === undefined ? [] : [folder],
      environment: machine.environment,
      ...(config === undefined ? {} : { config }),
      ...(profile === undefined ? {} : { profile }),
      ...(region === undefined ? {} : { defaultRegion: region }),
    };
    const looked = {
      choice,
      target,
      files,
      gatherTarget: (chosen: OpenedChoice & TargetChoice, signal?: AbortSignal) =>
        gatherTarget(chosen, { files, aws }, signal),
      gather: (chosen: OpenedChoice & TargetChoice, signal?: AbortSignal) => gather(chosen, { files, aws }, signal),
      compose: (known: Parameters<typeof composeGateways>[2]) => this.#compose(aws, hosts, known),
    };
    return doctorPlace(looked, hosts, machine);
  }

  /** What is held for the place, or made now; its user has to give it back. */
  async #take(place: Place): Promise<Entry> {
    const hosts = await this.#options.hosts();
    const settings = place.settings === undefined ? '' : digestOf(await this.#options.files.read(place.settings));
    const name = JSON.stringify([place.settings, place.target, place.profile, place.from]);
    const key = JSON.stringify([name, settings, hosts]);
    const held = this.#open.get(key);
    const entry = held ?? { place: name, opened: this.#make(place, hosts), users: 0, isReplaced: false };
    entry.users++;
    // The map's order is that of use.
    this.#open.delete(key);
    this.#open.set(key, entry);
    if (!held) {
      entry.opened.catch(() => this.#replace(key, entry));
      for (const [other, one] of this.#open) if (one !== entry && one.place === name) this.#replace(other, one);
    }
    for (const [oldest, one] of this.#open) if (this.#open.size > mostOpen) this.#replace(oldest, one);
    return entry;
  }

  #replace(key: string, entry: Entry): void {
    if (this.#open.get(key) === entry) this.#open.delete(key);
    entry.isReplaced = true;
    closeUnused(entry);
  }

  /** Shared by all who ask at the same time, so no single one's cancel may end it. */
  async #make(place: Place, hosts: HostsMap): Promise<OpenPlace & Pick<Composition, 'close'>> {
    const { machine, files } = this.#options;
    const aws = this.#aws(hosts);
    const { settings: config, ...chosen } = place;
    const region = defaultRegion(hosts, machine);
    const choice = {
      ...chosen,
      environment: machine.environment,
      ...(config === undefined ? {} : { config }),
      ...(region === undefined ? {} : { defaultRegion: region }),
    };
    const known =
      config === undefined
        ? marketplacePlace(hosts, machine.home)
        : await gatherTarget({ named: [], ...choice }, { files, aws });
    const opened = 'opened' in known ? { opened: known.opened } : {};
    return { target: known.target, choice: { ...choice, ...opened }, ...this.#compose(aws, hosts, known) };
  }

  #aws(hosts: HostsMap): AwsGateway {
    const { awsEndpoint, machine, comeBack, pause } = this.#options;
    return composeAws(awsEndpoint, hosts, machine, {
      ...(comeBack ? { comeBack } : {}),
      ...(pause ? { onLoginEnded: pause.onLoginEnded } : {}),
    });
  }

  #compose(aws: AwsGateway, hosts: HostsMap, known: Parameters<typeof composeGateways>[2]): Composition {
    const { machine, files, comeBack, pause } = this.#options;
    const { gateways, close } = composeGateways(aws, hosts, known, machine, pause);
    const http = comeBack ? patientHttp(gateways.http, comeBack) : gateways.http;
    return { gateways: { ...gateways, files, http }, close };
  }
}

function closeUnused({ users, isReplaced, opened }: Entry): void {
  if (!isReplaced || users > 0) return;
  opened.then(
    ({ close }) => close(),
    () => undefined,
  );
}
