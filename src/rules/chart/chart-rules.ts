import type { Rule } from '../rule.ts';
import { addonCapabilities } from './addon-capabilities.ts';
import { addonConfigurationSchema } from './addon-configuration-schema.ts';
import { addonCustomResources } from './addon-custom-resources.ts';
import { addonDependency } from './addon-dependency.ts';
import { addonHook } from './addon-hook.ts';
import { addonLookup } from './addon-lookup.ts';
import { addonNamespace } from './addon-namespace.ts';
import { addonNetworkPlugin } from './addon-network-plugin.ts';
import { addonOwnLicence } from './addon-own-licence.ts';
import { addonParameters } from './addon-parameters.ts';
import { addonReleaseField } from './addon-release-field.ts';
import { addonServiceAccount } from './addon-service-account.ts';
import { addonWorkload } from './addon-workload.ts';
import { chartAccessKeys } from './chart-access-keys.ts';
import { chartDependencyMissing } from './chart-dependency-missing.ts';
import { chartFileUnread } from './chart-file-unread.ts';
import { chartImageBypass } from './chart-image-bypass.ts';
import { chartImageForm } from './chart-image-form.ts';
import { chartImageLayout } from './chart-image-layout.ts';
import { chartImageLiteral } from './chart-image-literal.ts';
import { chartImageOutside } from './chart-image-outside.ts';
import { chartImageTag } from './chart-image-tag.ts';
import { chartImageUndeclared } from './chart-image-undeclared.ts';
import { chartLintFails } from './chart-lint-fails.ts';
import { chartPassword } from './chart-password.ts';
import { chartPasswordGenerated } from './chart-password-generated.ts';
import { chartPrivileges } from './chart-privileges.ts';
import { chartProvenance } from './chart-provenance.ts';
import { chartRunsAsRoot } from './chart-runs-as-root.ts';
import { chartServiceAccount } from './chart-service-account.ts';
import { chartSize } from './chart-size.ts';
import { chartTemplateFails } from './chart-template-fails.ts';
import { chartVersionBuild } from './chart-version-build.ts';

/** The rules about charts: those of every delivery, then those of EKS add-ons. */
export const chartRules: readonly Rule[] = [
  chartTemplateFails,
  chartLintFails,
  chartDependencyMissing,
  chartSize,
  chartFileUnread,
  chartVersionBuild,
  chartProvenance,
  chartImageLiteral,
  chartImageLayout,
  chartImageForm,
  chartImageBypass,
  chartImageTag,
  chartImageOutside,
  chartImageUndeclared,
  chartServiceAccount,
  chartAccessKeys,
  chartPassword,
  chartPasswordGenerated,
  chartPrivileges,
  chartRunsAsRoot,
  addonHook,
  addonLookup,
  addonReleaseField,
  addonCapabilities,
  addonDependency,
  addonCustomResources,
  addonWorkload,
  addonServiceAccount,
  addonConfigurationSchema,
  addonParameters,
  addonNamespace,
  addonOwnLicence,
  addonNetworkPlugin,
];
