// Every name that package.json and the code share. A test compares both ways.

/** Views, in their container. */
export const viewContainer = 'marketplaceRelease';
export const views = {
  release: 'marketplaceRelease.release',
  repositories: 'marketplaceRelease.repositories',
  licenses: 'marketplaceRelease.licenses',
} as const;

/** Commands. Those that need a row of a tree are hidden from the palette; all others work from it. */
export const commands = {
  // The world: where and as whom
  startSandbox: 'marketplaceRelease.startSandbox',
  stopSandbox: 'marketplaceRelease.stopSandbox',
  copyAttestorKey: 'marketplaceRelease.copyAttestorKey',
  switchTarget: 'marketplaceRelease.switchTarget',
  createSettings: 'marketplaceRelease.createSettings',
  signIn: 'marketplaceRelease.signIn',
  signInToRegistry: 'marketplaceRelease.signInToRegistry',
  signOutOfRegistry: 'marketplaceRelease.signOutOfRegistry',
  doctor: 'marketplaceRelease.doctor',
  showLog: 'marketplaceRelease.showLog',
  showJobs: 'marketplaceRelease.showJobs',
  // Jobs
  check: 'marketplaceRelease.check',
  plan: 'marketplaceRelease.plan',
  verify: 'marketplaceRelease.verify',
  verifyLayers: 'marketplaceRelease.verifyLayers',
  planNewTags: 'marketplaceRelease.planNewTags',
  mirror: 'marketplaceRelease.mirror',
  promote: 'marketplaceRelease.promote',
  cancelJob: 'marketplaceRelease.cancelJob',
  showPlan: 'marketplaceRelease.showPlan',
  showReport: 'marketplaceRelease.showReport',
  savePlan: 'marketplaceRelease.savePlan',
  rehearse: 'marketplaceRelease.rehearse',
  refreshRelease: 'marketplaceRelease.refreshRelease',
  // Editing
  newLoadForm: 'marketplaceRelease.newLoadForm',
  copyFormField: 'marketplaceRelease.copyFormField',
  nextFormField: 'marketplaceRelease.nextFormField',
  showImageStates: 'marketplaceRelease.showImageStates',
  hideImageStates: 'marketplaceRelease.hideImageStates',
  updateImage: 'marketplaceRelease.updateImage',
  updateAllImages: 'marketplaceRelease.updateAllImages',
  renameTakenTag: 'marketplaceRelease.renameTakenTag',
  // Repositories
  refreshRepositories: 'marketplaceRelease.refreshRepositories',
  filterRepositories: 'marketplaceRelease.filterRepositories',
  clearRepositoryFilter: 'marketplaceRelease.clearRepositoryFilter',
  sortTags: 'marketplaceRelease.sortTags',
  goToTag: 'marketplaceRelease.goToTag',
  loadMore: 'marketplaceRelease.loadMore',
  copyReference: 'marketplaceRelease.copyReference',
  openManifest: 'marketplaceRelease.openManifest',
  compareManifests: 'marketplaceRelease.compareManifests',
  // Charts
  injectChart: 'marketplaceRelease.injectChart',
  compareChartImages: 'marketplaceRelease.compareChartImages',
  showChartChanges: 'marketplaceRelease.showChartChanges',
  saveChart: 'marketplaceRelease.saveChart',
  pushChart: 'marketplaceRelease.pushChart',
  // Licences
  refreshLicenses: 'marketplaceRelease.refreshLicenses',
  loadMoreLicenses: 'marketplaceRelease.loadMoreLicenses',
  copyArn: 'marketplaceRelease.copyArn',
  openLicense: 'marketplaceRelease.openLicense',
  checkLicense: 'marketplaceRelease.checkLicense',
} as const;

/**
 * Commands of view titles. VS Code gives those the row that has the focus, which a title's button is not about: so what looks at its
 * arguments is called from there by a name of its own, without any. Hidden from the palette.
 */
export const titleCommands = {
  check: 'marketplaceRelease.title.check',
  plan: 'marketplaceRelease.title.plan',
  verify: 'marketplaceRelease.title.verify',
  verifyLayers: 'marketplaceRelease.title.verifyLayers',
  mirror: 'marketplaceRelease.title.mirror',
  promote: 'marketplaceRelease.title.promote',
  showPlan: 'marketplaceRelease.title.showPlan',
  showReport: 'marketplaceRelease.title.showReport',
  rehearse: 'marketplaceRelease.title.rehearse',
  refreshRepositories: 'marketplaceRelease.title.refreshRepositories',
  goToTag: 'marketplaceRelease.title.goToTag',
  compareManifests: 'marketplaceRelease.title.compareManifests',
  injectChart: 'marketplaceRelease.title.injectChart',
  checkLicense: 'marketplaceRelease.title.checkLicense',
} as const satisfies Partial<Record<keyof typeof commands, string>>;

export type CommandId = (typeof commands)[keyof typeof commands] | (typeof titleCommands)[keyof typeof titleCommands];

/** Settings, below `marketplaceRelease.`, with their types. */
export interface Settings {
  readonly profile: string;
  readonly awsEndpoint: string;
  readonly concurrency: number;
  readonly depth: 'manifests' | 'layers';
  readonly 'sandbox.folder': string;
  readonly 'tags.sort': 'pushed' | 'version' | 'name';
  readonly lineStates: 'off' | 'onOpen';
}
export const settingNames = [
  'profile',
  'awsEndpoint',
  'concurrency',
  'depth',
  'sandbox.folder',
  'tags.sort',
  'lineStates',
] as const;

/** Context keys, with the values that `when` clauses compare. */
export interface ContextKeys {
  /** What the Repositories view has to say when it has no rows. */
  readonly 'marketplaceRelease.repositories':
    | 'loading'
    | 'ready'
    | 'untrusted'
    | 'settings-missing'
    | 'settings-invalid'
    | 'target-choice'
    | 'login-missing'
    | 'login-expired'
    | 'registry-login'
    | 'access-denied'
    | 'unreachable'
    | 'failed'
    | 'empty'
    | 'filtered';
  readonly 'marketplaceRelease.repositoriesFiltered': boolean;
  /** What the Licenses view has to say when it has no rows. */
  readonly 'marketplaceRelease.licenses': Exclude<
    ContextKeys['marketplaceRelease.repositories'],
    'registry-login' | 'filtered'
  >;
  readonly 'marketplaceRelease.release': 'loading' | 'ready' | 'settings-missing' | 'empty' | 'failed';
  /** The world that is chosen. */
  readonly 'marketplaceRelease.world': 'aws' | 'sandbox';
  readonly 'marketplaceRelease.sandboxRunning': boolean;
  readonly 'marketplaceRelease.jobRunning': boolean;
  /** Paths of the files that a marketplace.yaml governs, and of itself. */
  readonly 'marketplaceRelease.files': readonly string[];
  /** Paths of the charts that a marketplace.yaml governs: archives, each Chart.yaml and its folder. */
  readonly 'marketplaceRelease.charts': readonly string[];
}
export const contextKeys = [
  'marketplaceRelease.repositories',
  'marketplaceRelease.repositoriesFiltered',
  'marketplaceRelease.licenses',
  'marketplaceRelease.release',
  'marketplaceRelease.world',
  'marketplaceRelease.sandboxRunning',
  'marketplaceRelease.jobRunning',
  'marketplaceRelease.files',
  'marketplaceRelease.charts',
] as const satisfies readonly (keyof ContextKeys)[];

export const taskType = 'marketplace-release';
export const problemMatcher = 'marketplace-release';
/** Scheme of the read-only documents. */
export const documentScheme = 'marketplace-release';
export const languages = {
  plan: 'marketplace-plan',
  images: 'marketplace-images',
  loadForm: 'marketplace-load-form',
} as const;
