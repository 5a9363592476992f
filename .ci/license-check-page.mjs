// The page of the program that checks licences, with its environment and its exit codes as the program has them (src/license-check).

/** @typedef {typeof import('../src/license-check/program-variables.ts').programVariables} Variables */
/** @typedef {typeof import('../src/license-check/exit-statuses.ts').exitStatuses} Statuses */

/** What a role or a user needs. */
const policy = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Action: [
        'license-manager:CheckoutLicense',
        'license-manager:ListReceivedLicenses',
        'license-manager:CheckInLicense',
      ],
      Resource: '*',
    },
  ],
};

/**
 * The text of media/docs/license-check.md.
 * @param {Variables} variables
 * @param {Statuses} statuses
 */
export function licenseCheckPage(variables, statuses) {
  return [
    '# The licence check',
    'A program that asks AWS License Manager whether the account that it runs in may use a product, and says so by its exit code. `derive` puts it on a Node image, as `/opt/marketplace-release/license-check.cjs`; `inject` of a chart has it run: with Helm in a Job before the installation and before each upgrade, in an EKS add-on as an init container of the pods. A chart of your own can run it likewise.',
    '## Environment',
    [
      row(['Variable', 'Means', 'Without it']),
      row(['-', '-', '-']),
      ...variables.map(({ name, means, fallback, isNeeded }) =>
        row([`\`${name}\``, means, isNeeded ? 'exit code 2' : fallback === undefined ? '-' : `\`${fallback}\``]),
      ),
    ].join('\n'),
    'The AWS SDK reads its usual variables besides, such as `AWS_ENDPOINT_URL` and those of credentials. An injected chart sets all that it needs from its values; more, such as `LICENSE_BENEFICIARY` and `LICENSE_KEY_FINGERPRINT` of licences that a seller issues on its own, is added as `awsmp.licenseCheck.extraEnv`, a list as Kubernetes has it. `LICENSE_NODE_ID` belongs there only where a pod that is tried again stays on its node, for the same token has to ask the same question.',
    '## Exit codes',
    [
      row(['Code', 'Means', 'Asking again']),
      row(['-', '-', '-']),
      ...statuses.map(({ status, means, mayPass }) =>
        row([`${status}`, means, status === 0 ? '-' : mayPass ? 'may help' : 'changes nothing']),
      ),
    ].join('\n'),
    'Codes where asking again changes nothing fail the Job of an injected chart at once (`podFailurePolicy`, from Kubernetes 1.26 on; before it there is one try). 143 is the end after SIGTERM, 1 a fault of the program.',
    '## What AWS has to permit',
    'The role of the pod, in the account of the buyer:',
    `\`\`\`json\n${JSON.stringify(policy, undefined, 2)}\n\`\`\``,
    'Without `ListReceivedLicenses` a licence that has expired reads as a missing one; without `CheckInLicense` what was taken is free again after an hour only.',
    '**On EKS** the service account is bound to the role: with EKS Pod Identity, or with IRSA by the annotation `eks.amazonaws.com/role-arn`. An injected Helm chart makes an account with that annotation from `awsmp.licenseCheck.serviceAccount.roleArn`; it is called `RELEASE-awsmp-license-check`, and the trust policy of the role has to name it: `system:serviceaccount:NAMESPACE:RELEASE-awsmp-license-check`. Or it takes an account that is there, by `serviceAccount.name`. In an EKS add-on the account is that of the pods.',
    '**Outside AWS** the buyer makes a token of the licence in the console of AWS License Manager (Granted licenses, Create token), and a Secret of it, whose name goes into `awsmp.licenseCheck.licenseSecret`:',
    '```sh\nkubectl create secret generic product-license --namespace NAMESPACE \\\n  --from-literal=license_token=TOKEN --from-literal=iam_role=ROLE_ARN\n```',
    '**Behind a proxy** `HTTPS_PROXY` and `NO_PROXY` are set by `extraEnv`; License Manager and STS are then asked through it:',
    '```yaml\nawsmp:\n  licenseCheck:\n    extraEnv:\n      - { name: HTTPS_PROXY, value: "http://proxy.example:3128" }\n      - { name: NO_PROXY, value: "localhost,.internal.example" }\n```',
    '## Fail open',
    'With `LICENSE_FAIL_OPEN` (`awsmp.licenseCheck.failOpen`, on in an injected chart) code 20 becomes 0: when AWS is busy or cannot be reached for as long as `LICENSE_PATIENCE_SECONDS` says, the installation goes on, and the log says that the licence was not checked. It opens nothing else: an expired, invalid or missing licence stops the installation, and so do missing rights and settings that are wrong.',
    '## What is used up',
    '`provisional` holds what was taken for an hour at most, or gives it back at once (`awsmp.licenseCheck.checkIn`). What is asked for has to be free: a check of as many seats as were bought does not pass while they are in use, not even by the release that is upgraded. A tier or a feature, an entitlement without a value, is always free.',
    '`perpetual` uses a quantity up for good. So an injected Helm chart asks at the installation only, with a token made of namespace, release, product and quantity: an installation that is tried again takes nothing more, neither does one after an uninstallation under the same names, and an upgrade does not ask. Where one account has the same release in the same namespace of two clusters, `awsmp.licenseCheck.installation` tells them apart. In an EKS add-on each pod would use it up, so it is refused there.',
    '## Where a buyer reads why',
    [
      '- `helm install` says that the hook failed. Its Job stays until the next try: `kubectl logs --namespace NAMESPACE job/RELEASE-awsmp-license-check`.',
      '- A pod of an EKS add-on stays in `Init`: `kubectl logs --namespace NAMESPACE POD --container awsmp-license-check`.',
      '- `kubectl describe pod` shows the same words, for they stand in the termination message too.',
      '- `marketplace-release license check` asks the same question from a terminal.',
    ].join('\n'),
    'The first line says what is the case, the next what to do. No line has a token in it.',
    '<!-- Written from src/license-check by npm run docs. -->\n',
  ].join('\n\n');
}

/** @param {string[]} cells */
function row(cells) {
  return `| ${cells.join(' | ')} |`;
}
