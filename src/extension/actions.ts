/**
 * What commands and tasks do: a bundle of its own (`dist/actions.cjs`, .ci/bundles.mjs), loaded when the first of them is asked for, so
 * that a window in which nobody acts does not carry it. It holds copies of what it shares with the bundle that loads it: state is
 * handed over in `Services` and `Jobs`, never kept in a module, and nobody asks `instanceof` of a class of ours.
 */

export { compareChartImages } from './charts/compare-images.ts';
export { injectChart } from './charts/inject-chart.ts';
export { pushChart } from './charts/push-chart.ts';
export { resumePush } from './charts/resume-push.ts';
export { saveChart } from './charts/save-chart.ts';
export { showChartChanges } from './charts/show-chart-changes.ts';
export { cancelCommand } from './jobs/commands/cancel-command.ts';
export { checkCommand } from './jobs/commands/check-command.ts';
export { mirrorCommand } from './jobs/commands/mirror-command.ts';
export { planCommand } from './jobs/commands/plan-command.ts';
export { planNewTagsCommand } from './jobs/commands/plan-new-tags-command.ts';
export { promoteCommand } from './jobs/commands/promote-command.ts';
export { rehearseCommand } from './jobs/commands/rehearse-command.ts';
export { savePlanCommand } from './jobs/commands/save-plan-command.ts';
export { showCommand } from './jobs/commands/show-command.ts';
export { verifyCommand } from './jobs/commands/verify-command.ts';
export { resumeMirror } from './jobs/run/resume-mirror.ts';
export { signInToRegistry } from './registries/sign-in-to-registry.ts';
export { signOutOfRegistry } from './registries/sign-out-of-registry.ts';
export { compareManifests } from './repositories/compare-manifests.ts';
export { copyReference } from './repositories/copy-reference.ts';
export { filterRepositories } from './repositories/filter-repositories.ts';
export { goToTag } from './repositories/go-to-tag.ts';
export { openManifest } from './repositories/open-manifest.ts';
export { sortTags } from './repositories/sort-tags.ts';
export { copyAttestorKey } from './sandbox/copy-attestor-key.ts';
export { createSettings } from './selection/create-settings.ts';
export { startSandbox, stopSandbox } from './selection/sandbox-commands.ts';
export { signIn } from './selection/sign-in.ts';
export { switchTarget } from './selection/switch-target.ts';
export { JobTerminal } from './tasks/job-terminal.ts';
