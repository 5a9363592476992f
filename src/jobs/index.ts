export type { LicenseGrant, LicenseUse, LicenseWish, ReceivedLicense } from '#license';
export type { Assessment } from './assessments/assessment.ts';
export type { AssessedControl, AssessmentGateway, AssessmentSummary } from './assessments/assessment-gateway.ts';
export { attestImage } from './attestations/attest-image.ts';
export type { AttestationSource } from './attestations/fetch-attestations.ts';
export { type AwsScope, awsScope } from './aws-scope.ts';
export { beginErrorLog } from './begin-error-log.ts';
export type { ChartOutline } from './chart-outline.ts';
export {
  type ChartImages,
  chartImages,
  listHasWrites,
  writeImageList,
} from './charts/chart-images.ts';
export { type ChartPlan, chartHasPushes, chartHasWrites, parseChartPlan, pushedItems } from './charts/chart-plan.ts';
export type { ChartReport } from './charts/chart-report.ts';
export { type ChartChoice, type GatheredChart, gatherChart } from './charts/gather/gather-chart.ts';
export { planChart } from './charts/plan-chart.ts';
export { runChart } from './charts/run-chart.ts';
export { check } from './check.ts';
export { checkReleases } from './check-releases.ts';
export { checkDocument, checkGithub, checkText } from './check-report.ts';
export { checkSarif } from './check-sarif.ts';
export type { OwnPrograms } from './derive/own-programs.ts';
export { askForNothing } from './doctor/check-registry.ts';
export { type DoctorInput, diagnose, type OpenTarget } from './doctor/diagnose.ts';
export type { Diagnosis, DoctorCheck } from './doctor/doctor-check.ts';
export type { MachineFacts } from './doctor/machine-facts.ts';
export { errorLog } from './error-log.ts';
export { type JobEvent, type JobPhase, versioned } from './event.ts';
export type {
  AwsGateway,
  ContainerProduct,
  DescribedProduct,
  EcrImage,
  EcrRepository,
  Files,
  Gateways,
  Registries,
  ServerAccess,
  Servers,
  TreeEntry,
} from './gateways.ts';
export { errorLogFile } from './gather/error-log-file.ts';
export { findSettings, type ReleaseChoice } from './gather/find-settings.ts';
export { type Gathered, type GatheredTarget, gather, gatherTarget } from './gather/gather.ts';
export { withCharts } from './gather/load-charts.ts';
export { loadCheckInput } from './gather/load-check-input.ts';
export { loadCheckInputs } from './gather/load-check-inputs.ts';
export { loadReleaseFiles } from './gather/load-release-files.ts';
export { type OpenedChoice, type OpenedSettings, openSettings } from './gather/open-settings.ts';
export { readSettings } from './gather/read-settings.ts';
export { requireSettings } from './gather/require-settings.ts';
export type { TargetChoice } from './gather/resolve-target.ts';
export { identityWords } from './identity-words.ts';
export type { Item, ItemOutcome, Summary } from './item.ts';
export { itemProblems } from './item-problems.ts';
export { type LicenseReport, licenseReport } from './license/check-license.ts';
export type { LicenseGateway } from './license/license-gateway.ts';
export { type GrantList, listGrants } from './license/list-grants.ts';
export { type LicenseList, type ListedLicense, listLicenses } from './license/list-licenses.ts';
export { type ChartPlace, chartVersionsAt } from './list/chart-versions.ts';
export { describeImage, type ImageDetails } from './list/describe-image.ts';
export { findTag } from './list/find-tag.ts';
export { listRepositories, type RepositoryList } from './list/list-repositories.ts';
export { listTags, type TagList } from './list/list-tags.ts';
export type { PageChoice } from './list/paged-list.ts';
export { type ListedRepository, type RepositoryPage, repositoryPage } from './list/repository-page.ts';
export { type ListedTag, type TagPage, tagPage } from './list/tag-page.ts';
export type { LoadedFile } from './loaded-file.ts';
export { isLoginEndCode, type LoginEnded, type OnLoginEnded } from './login-ended.ts';
export { mergeInput } from './merge/merge-input.ts';
export { type Merged, mergeReports } from './merge/merge-reports.ts';
export { namedFiles } from './merge/named-files.ts';
export { hasWrites } from './mirror/has-writes.ts';
export { type Endpoint, type MirrorPlan, parsePlan } from './mirror/mirror-plan.ts';
export { planMirror } from './mirror/plan-mirror.ts';
export { runMirror } from './mirror/run-mirror.ts';
export { shardOfPlan } from './mirror/shard-of-plan.ts';
export { type FileOutline, type ImageOutline, outlineRelease, type ReleaseOutline } from './outline.ts';
export { refuseOverwriting, refuseReplacingOther } from './output-file.ts';
export type { Page } from './page.ts';
export type { PlanTarget } from './plan-target.ts';
export type { ProgramCall, ProgramEnd, Programs } from './programs.ts';
export type { Report } from './report.ts';
export type { RepositoryConfiguration } from './repositories/configuration.ts';
export { neededRepositories } from './repositories/needed-repositories.ts';
export type { HeldRepository, RepositoryGateway, RepositoryPlace } from './repositories/repository-gateway.ts';
export { planProblems, type ResultProblems, reportProblems } from './result-problems.ts';
export { parseShard, type Shard } from './shard.ts';
export { type Depth, parseDepth } from './trust/depth.ts';
export type { SilencedRule } from './trust/judgement.ts';
export { uploadPlace } from './upload-place.ts';
export { verifyRelease } from './verify/verify-release.ts';
