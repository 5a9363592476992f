import type { Operate } from '../operation.ts';
import type { Operation } from '../protocol.ts';
import { chartDocument } from './chart-document.ts';
import { chartFile } from './chart-file.ts';
import { chartImages } from './chart-images.ts';
import { chartRecord } from './chart-record.ts';
import { chartVersions } from './chart-versions.ts';
import { check } from './check.ts';
import { checkLicense } from './check-license.ts';
import { doctor } from './doctor.ts';
import { document } from './document.ts';
import { grants } from './grants.ts';
import { identity } from './identity.ts';
import { image } from './image.ts';
import { injectChart } from './inject-chart.ts';
import { licenseUse } from './license-use.ts';
import { licenses } from './licenses.ts';
import { mirror } from './mirror.ts';
import { outline } from './outline.ts';
import { plan } from './plan.ts';
import { planChart } from './plan-chart.ts';
import { profiles } from './profiles.ts';
import { record } from './record.ts';
import { repositories } from './repositories.ts';
import { savePlan } from './save-plan.ts';
import { startSandbox } from './start-sandbox.ts';
import { stopSandbox } from './stop-sandbox.ts';
import { tag } from './tag.ts';
import { tags } from './tags.ts';
import { target } from './target.ts';
import { targets } from './targets.ts';
import { tryLogin } from './try-login.ts';
import { verify } from './verify.ts';

/** Everything that a worker can be asked. */
export const operations: { readonly [O in Operation]: Operate<O> } = {
  targets,
  target,
  outline,
  profiles,
  identity,
  tryLogin,
  doctor,
  repositories,
  tags,
  tag,
  image,
  chartVersions,
  licenses,
  licenseUse,
  grants,
  checkLicense,
  planChart,
  injectChart,
  chartRecord,
  chartDocument,
  chartFile,
  chartImages,
  check,
  plan,
  verify,
  mirror,
  record,
  document,
  savePlan,
  startSandbox,
  stopSandbox,
};
