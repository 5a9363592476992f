import type { CodeEntry } from './code-entry.ts';

/** Rules that look into charts. Those that begin with `addon` are about EKS add-ons only. */
export const chartRuleCodes = {
  'chart-template-fails': {
    means:
      'Helm cannot render the chart with its default values. Without helm at hand only what is certain is told: what is not closed in a template, and values that are required and have no default.',
    cure: 'Correct the template, or give the value a default in values.yaml.',
    aws: ['INVALID_HELM_TEMPLATE'],
  },
  'chart-lint-fails': {
    means: 'helm lint refuses the chart with its default values.',
    cure: 'Run helm lint on the chart and correct what it names.',
    aws: ['INVALID_HELM_LINT'],
  },
  'chart-dependency-missing': {
    means: 'Chart.yaml names a dependency that is not in charts/.',
    cure: 'Fetch the dependencies: helm dependency build.',
    aws: ['INVALID_DEPENDENT_HELM_CHARTS'],
  },
  'chart-size': {
    means: 'The chart, or a file of it, is larger than what Helm loads: 100 MiB unpacked, 5 MiB a file.',
    cure: 'Take out what is not needed to install the chart; .helmignore keeps files away.',
    aws: ['INVALID_HELM_CHART'],
  },
  'chart-file-unread': {
    means:
      'A template or the default values of a chart have more than 2 MiB, or are no UTF-8 text. The rules about charts have not looked into them.',
    cure: 'Split the file, or move what is no template out of templates/.',
  },
  'chart-version-build': {
    means:
      'The version of a chart for AWS Marketplace has a + in it. Helm pushes it under a tag with _, which the Marketplace does not list.',
    cure: 'Release a version without +.',
    aws: ['INVALID_HELM_CHART_URI'],
  },
  'chart-provenance': {
    means: 'A provenance file lies in the chart, and fits no chart that it lies in.',
    cure: 'Leave it out of the chart.',
  },
  'chart-image-literal': {
    means:
      'A template has an image, or a part of its name, written out. AWS Marketplace rewrites images in values.yaml only.',
    cure: 'Move the image to values.yaml as registry, repository and tag.',
    aws: ['INVALID_HELM_CHART_IMAGES'],
  },
  'chart-image-layout': {
    means: 'Values name an image in another way than by registry, repository and tag.',
    cure: 'Write it as registry, repository and tag.',
  },
  'chart-image-form': {
    means: 'A template puts an image together in another way than from the values registry, repository and tag alone.',
    cure: 'Write "{{ .Values.image.registry }}/{{ .Values.image.repository }}:{{ .Values.image.tag }}", or set the rule off with a reason: computed names often pass.',
  },
  'chart-image-bypass': {
    means: 'A condition decides which image a template takes, beside the values.',
    cure: 'Give the value its default in values.yaml and use the value alone.',
  },
  'chart-image-tag': {
    means: 'An image of the chart has no tag, the tag latest, or a tag that YAML reads as a number.',
    cure: 'Name its version as the tag, in quotes.',
    aws: ['INVALID_CONTAINER_IMAGE_TAG'],
  },
  'chart-image-outside': {
    means: 'The chart as it is released has an image that is not in the registry of the target.',
    cure: 'Add the image to the image list, so that it is mirrored and the chart gets its new name.',
    aws: ['INVALID_HELM_CHART_IMAGES'],
  },
  'chart-image-undeclared': {
    means: "The chart has an image that the version's form does not declare.",
    cure: "Add it to the form's container images.",
    aws: ['INVALID_HELM_UNDECLARED_IMAGES'],
  },
  'chart-service-account': {
    means: 'Pods of a paid product run under a service account that the buyer cannot bind to a role.',
    cure: 'Write serviceAccountName, with the name from the values.',
  },
  'chart-access-keys': {
    means: 'The chart asks for access keys of AWS.',
    cure: 'Let pods get their role from a service account (IRSA).',
    aws: ['INVALID_HELM_SENSITIVE_CONFIG'],
  },
  'chart-password': {
    means: 'A default value of the chart is a password, a token or a key, written out.',
    cure: 'Leave it empty, and have it come from a Secret that the buyer makes.',
    aws: ['INVALID_HELM_SENSITIVE_CONFIG'],
  },
  'chart-password-generated': {
    means: 'A template makes a random password or key. AWS Marketplace now frowns on password logins, also on those.',
    cure: 'Offer single sign-on, and let buyers bring a Secret of their own.',
  },
  'chart-privileges': {
    means:
      'The chart asks for more rights than most products need: those of the machine, capabilities, or everything in the cluster.',
    cure: 'Take it out, or say in the usage instructions why the product cannot do without.',
  },
  'chart-runs-as-root': {
    means: 'The chart has containers run as root, whatever user their image names.',
    cure: 'Give them a user by number, and the files that they write to this user.',
  },
  'addon-hook': {
    means: 'The chart of an EKS add-on has a Helm hook. EKS runs none.',
    cure: 'Take it out; what must happen first belongs into an init container.',
    aws: ['INVALID_HELM_OBJECTS', 'INCOMPATIBLE_HELM_OBJECTS'],
  },
  'addon-lookup': {
    means: 'The chart of an EKS add-on uses lookup, which finds nothing when EKS renders it.',
    cure: 'Take the name of an object that was made before from a value.',
    aws: ['INVALID_HELM_OBJECTS'],
  },
  'addon-release-field': {
    means: 'The chart of an EKS add-on uses more of .Release than Name and Namespace.',
    cure: 'Take it from a value, or do without.',
    aws: ['INVALID_HELM_OBJECTS'],
  },
  'addon-capabilities': {
    means: 'The chart of an EKS add-on asks for an API that is not one of Kubernetes itself.',
    cure: 'Let a value decide, and have it off by default.',
    aws: ['INVALID_HELM_OBJECTS'],
  },
  'addon-dependency': {
    means: 'A dependency of an EKS add-on has an address elsewhere. That is refused even where charts/ has it.',
    cure: 'Put it into charts/ and name it by file://.',
    aws: ['INVALID_DEPENDENT_HELM_CHARTS'],
  },
  'addon-custom-resources': {
    means: 'An EKS add-on defines a kind and makes an object of it.',
    cure: 'Take the object out, and have the operator or the buyer make it.',
    aws: ['INVALID_HELM_OBJECTS'],
  },
  'addon-workload': {
    means: 'An EKS add-on has neither a Deployment nor a DaemonSet.',
    cure: 'Run at least one part of the product as one of them.',
    aws: ['INVALID_HELM_OBJECTS'],
  },
  'addon-service-account': {
    means: 'The service account of an EKS add-on is not made by default.',
    cure: 'Set serviceAccount.create to true.',
  },
  'addon-configuration-schema': {
    means:
      'aws_mp_configuration_schema.json is not as EKS wants it: draft, camelCase, descriptions, nothing secret, no image, region or cluster.',
    cure: 'Correct what is named.',
  },
  'addon-parameters': {
    means: 'aws_mp_addon_parameters.json is not as EKS wants it.',
    cure: 'Write {"permissions": {"isPodIdentityCompatible": false, "permissionsList": [{"serviceAccount": "…", "managedPolicies": ["arn:…"]}]}}.',
  },
  'addon-namespace': {
    means: 'An EKS add-on puts an object into a namespace that a cluster begins with.',
    cure: 'Use the namespace of the release.',
    aws: ['INVALID_ADDON_NAMESPACE'],
  },
  'addon-own-licence': {
    means: "An EKS add-on seems to ask for a licence of the buyer's own (BYOL), which AWS does not take.",
    cure: 'Take it out, and check the licence with AWS License Manager.',
  },
  'addon-network-plugin': {
    means: 'An EKS add-on puts a network plugin (CNI) on the machines, which AWS does not take.',
    cure: 'Deliver it by Helm.',
  },
} as const satisfies Record<string, CodeEntry>;
