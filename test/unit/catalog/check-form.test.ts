import { describe, expect, it } from 'vitest';
import { checkForm } from '#catalog';
import { parseLoadForm } from '#formats';
import { codes, type TextProblem } from '#problem';

const registry = '709825985650.dkr.ecr.us-east-1.amazonaws.com/seller/product';

const helm = `[8.4.1 chart 9.1.0]
Form: Container version
Product ID: prod-abcdefghijklm
Version title: 8.4.1
Release notes: """
# Fixes

All of them.
"""

[[Option: Helm]]
Delivery option title: Helm
Description: Installs into a cluster
Usage instructions: Run helm install
Helm chart: ${registry}/chart:9.1.0
Container images:
  - ${registry}/web:8.4.1
  - ${registry}/worker:8.4.1
Supported services:
  - EKS
Kubernetes service account name: web
Override parameters:
  - Key: web.port
    Default value: 80
`;

const images = helm
  .slice(0, helm.indexOf('Helm chart:'))
  .replace('[[Option: Helm]]', '[[Option: Images]]')
  .concat(`Container images:\n  - ${registry}/web:8.4.1\nSupported services: ECS, EKS\n`);

const addOn = helm
  .slice(0, helm.indexOf('Supported services:'))
  .replace('[[Option: Helm]]', '[[Option: EKS add-on]]')
  .concat(`Add-on name: example
Add-on version: 1.2.3
Add-on type: monitoring
Kubernetes version: 1.33
Architecture: amd64, arm64
Namespace: example
Environment override parameters:
  - Key: region
    Value: \${AWS_REGION}
`);

const ami = `[41]
Form: AMI version
Product ID: prod-abcdefghijklm
Version title: 41.1
Release notes: Fixes
AMI ID: ami-0123456789abcdef0
IAM access role ARN: arn:aws:iam::123456789012:role/Ingestion
OS user name: fedora
Operating system: RHEL
OS version: Fedora 41
Usage instructions: Sign in as fedora
Recommended instance type: m7i-flex.large
Endpoint protocol: https
Endpoint port: 443
Endpoint relative URL: index.html
Security group recommendations:
  - Protocol: tcp
    From port: 22
    To port: 22
    IP ranges: 10.0.0.0/8
`;

const listing = `[listing]
Form: Container product
Product title: Example
Short description: Runs processes
Long description: Runs processes and shows them
Product logo image URL: https://example.s3.amazonaws.com/logo.png
Highlights:
  - Fast: installs in minutes
Product categories:
  - Security
Search keywords: process, workflow
Resources:
  - Text: Documentation
    URL: https://docs.example/
Support information: Write to us
Repositories: web, worker
Visibility: Limited
Buyer accounts: 123456789012
`;

const amiListing = listing
  .replace('Container product', 'AMI product')
  .replace('Repositories: web, worker\n', 'Regions: us-east-1, us-gov-west-1\n');

function check(text: string): TextProblem[] {
  const { model, problems } = parseLoadForm(text);
  expect(problems).toEqual([]);
  return model.forms.flatMap((form) => checkForm(form));
}

function shown(problems: readonly TextProblem[]): string[] {
  return problems.map(
    ({ range, severity, rule, message }) => `${range.line}:${range.column} ${severity} ${rule} ${message}`,
  );
}

/** What is found beside the notice that the form is not approved. */
function found(text: string): TextProblem[] {
  return check(text).filter(({ rule }) => rule !== 'form-approval');
}

describe('forms that are as they should be', () => {
  it.each(Object.entries({ helm, images, addOn, ami, listing, amiListing }))('%s', (_, text) => {
    expect(shown(found(text))).toEqual([]);
  });
});

/** AWS's code → the form, what of it is replaced, and by what, so that AWS would answer with it. */
const refusals: readonly (readonly [awsCode: string, form: string, was: string, is: string])[] = [
  ['INVALID_VERSION_TITLE', helm, 'Version title: 8.4.1', `Version title: ${'8'.repeat(65)}`],
  ['INVALID_RELEASE_NOTES', ami, 'Release notes: Fixes', 'Release notes:'],
  ['INVALID_USAGE_INSTRUCTIONS', helm, 'Run helm install', 'x'.repeat(4001)],
  ['INVALID_SHORT_DESCRIPTION', helm, 'Installs into a cluster', 'x'.repeat(1001)],
  ['INVALID_FULFILLMENT_OPTION_TITLE', helm, 'title: Helm', `title: ${'x'.repeat(73)}`],
  ['DUPLICATE_DELIVERY_OPTION_TITLES', helm + images.slice(images.indexOf('[[')), '', ''],
  ['INVALID_DELIVERY_OPTION_IDS', helm, 'Helm chart:', 'Delivery option ID: do 1\nHelm chart:'],
  ['EMPTY_RESOURCE_NAME', images, 'Supported', 'Deployment templates:\n  - URL: https://a.example/\nSupported'],
  ['EMPTY_RESOURCE_URL', images, 'Supported', 'Deployment templates:\n  - Name: a\nSupported'],
  [
    'INVALID_RESOURCE_NAME',
    images,
    'Supported',
    `Deployment templates:\n  - Name: ${'x'.repeat(257)}\n    URL: https://a.example/\nSupported`,
  ],
  ['INVALID_RESOURCE_URL', images, 'Supported', 'Deployment templates:\n  - Name: a\n    URL: ftp://a\nSupported'],
  ['NO_SERVICE_SPECIFIED', images, 'services: ECS, EKS', 'services:'],
  ['INCOMPATIBLE_SERVICES', images, 'ECS, EKS', 'ECS, Lambda'],
  ['DUPLICATE_COMPATIBLE_AWS_SERVICES', images, 'ECS, EKS', 'EKS, EKS'],
  ['NO_LICENSE_SECRET_KEYS', helm, '  - EKS', '  - EKS\n  - EKS-Anywhere'],
  [
    'NO_SERVICE_ACCOUNT_CONFIGURATION',
    helm,
    'Default value: 80',
    `Default value: \${AWSMP_SERVICE_ACCOUNT}\n  - Key: b\n    Default value: \${AWSMP_SERVICE_ACCOUNT}`,
  ],
  ['MISSING_CONTAINER_IMAGES', images, `images:\n  - ${registry}/web:8.4.1`, 'images:'],
  [
    'TOO_MANY_CONTAINER_IMAGES',
    images,
    `  - ${registry}/web:8.4.1`,
    Array.from({ length: 51 }, (_, index) => `  - ${registry}/web:8.4.${index}`).join('\n'),
  ],
  ['DUPLICATE_CONTAINER_IMAGES', helm, '/worker:8.4.1', '/web:8.4.1'],
  ['INVALID_CONTAINER_IMAGE_URI', helm, '/worker:8.4.1', '/Worker:8.4.1'],
  ['INVALID_CONTAINER_IMAGE_TAG', helm, '/worker:8.4.1', '/worker:latest'],
  ['INVALID_CONTAINER_IMAGE_TAG_FORMAT', helm, '/worker:8.4.1', '/worker:8.4+1'],
  ['INVALID_CONTAINER_IMAGE_REPOSITORY', helm, `${registry}/worker`, 'docker.io/seller/worker'],
  ['INVALID_ARN', images, 'Supported', 'Access role ARN: arn:aws:iam::1:role/a\nSupported'],
  ['INVALID_HELM_CHART_URI', helm, 'chart:9.1.0', 'chart:9.1'],
  ['INVALID_NAMESPACE', helm, 'Helm chart:', 'Helm installation namespace: Web_1\nHelm chart:'],
  ['INVALID_RELEASE_NAME', helm, 'Helm chart:', `Helm release name: ${'x'.repeat(51)}\nHelm chart:`],
  [
    'DUPLICATE_OVERRIDE_PARAMETER_KEYS',
    helm,
    'Default value: 80',
    'Default value: 80\n  - Key: web.port\n    Default value: 81',
  ],
  ['OVERRIDE_PARAMETER_KEYS_CONTAINS_SPECIAL_CHARS', helm, 'web.port', 'web port'],
  ['INVALID_ADDON_NAME', addOn, 'Add-on name: example', 'Add-on name:'],
  ['INVALID_ADDON_NAME_PATTERN', addOn, 'Add-on name: example', 'Add-on name: -example'],
  ['INVALID_ADDON_TYPE', addOn, 'monitoring', 'monitorin'],
  ['INVALID_ADDON_NAMESPACE', addOn, 'Namespace: example', 'Namespace: kube-system'],
  ['INVALID_ADDON_VERSION_PATTERN', addOn, '1.2.3', 'v1.2.3'],
  ['INVALID_KUBERNETES_VERSION', addOn, '1.33', '1.33.1'],
  ['DUPLICATE_KUBERNETES_VERSIONS', addOn, '1.33', '1.33, 1.33'],
  ['INVALID_ARCHITECTURE', addOn, 'amd64, arm64', 'amd64, x86_64'],
  ['DUPLICATE_SUPPORTED_ARCHITECTURES', addOn, 'amd64, arm64', 'amd64, amd64'],
  ['INVALID_VISIBILITY_STATE', addOn, 'Namespace:', 'Visibility: Public\nNamespace:'],
  ['INVALID_ENVIRONMENT_OVERRIDE_PARAMETER_VALUE', addOn, '{AWS_REGION}', '{AWS_ZONE}'],
  [
    'DUPLICATE_ENVIRONMENT_OVERRIDE_PARAMETER_KEY',
    addOn,
    '  - Key: region',
    `  - Key: region\n    Value: \${AWS_EKS_CLUSTER_NAME}\n  - Key: region`,
  ],
  ['TOO_MANY_EKS_ADDON_DELIVERY_OPTIONS', addOn + addOn.slice(addOn.indexOf('[[')), '', ''],
  ['INVALID_INPUT', listing, 'Runs processes\n', 'Runs processes \u2014 all\n'],
  ['INVALID_MEDIA', listing, 'https://example.s3', 'http://example.s3'],
  [
    'TOO_MANY_MEDIA',
    listing,
    'Highlights:',
    'Product video URL:\n  - https://a.example/\n  - https://b.example/\nHighlights:',
  ],
  ['INVALID_ADDITIONAL_RESOURCES', listing, 'https://docs.example/', 'docs.example'],
  ['INVALID_CATEGORY_NAMES', listing, 'Security', 'Securety'],
  ['INVALID_PRODUCT_VISIBILITY', listing, 'Limited', 'Hidden'],
  ['INVALID_AWS_ACCOUNT_IDS', listing, '123456789012', '12345678901'],
  ['INVALID_ECR_REPOSITORY_NAME', listing, 'web, worker', 'Web, worker'],
  ['DUPLICATE_ECR_REPOSITORY_NAME', listing, 'web, worker', 'web, web'],
  ['INVALID_REGIONS', amiListing, 'us-gov-west-1', 'us-east-11'],
  ['TOO_MANY_REGIONS', amiListing, 'us-gov-west-1', Array.from({ length: 101 }, (_, index) => `r-${index}`).join()],
  ['INVALID_AMI_ID', ami, 'ami-0123456789abcdef0', 'ami-0123456789abcdef0, ami-0123456789abcdef1'],
  ['INVALID_SCANNING_PORT', ami, 'Operating', 'Scanning port: 0\nOperating'],
  ['INVALID_SECURITY_GROUP', ami, 'From port: 22', 'From port: 23'],
  ['INVALID_SECURITY_GROUP_PROTOCOL', ami, 'Protocol: tcp', 'Protocol: icmp'],
  ['INVALID_CIDR_IP', ami, '10.0.0.0/8', '10.0.0.0'],
  ['INVALID_ACCESS_ENDPOINT_PORT', ami, 'Endpoint port: 443', 'Endpoint port: https'],
  ['INVALID_ACCESS_ENDPOINT_RELATIVE_PATH', ami, 'index.html', '/index.html'],
  ['INVALID_RECOMMENDED_INSTANCE_TYPE', ami, 'm7i-flex.large', 'm7i-flex.larg'],
  ['INCOMPATIBLE_OPERATING_SYSTEM_NAME', ami, 'RHEL', 'RHELL'],
  ['INCOMPATIBLE_OPERATING_SYSTEM_VERSION', ami, 'Fedora 41', 'x'.repeat(101)],
  ['MISSING_FPGA_INSTANCE_TYPE', ami, 'Operating', 'AFI IDs: afi-0123456789abcdef0\nOperating'],
];

it('usage instructions of a chart leave its files alone', () => {
  const was = 'Usage instructions: Run helm install';
  const set = '14:38 warning form-value-invalid The usage instructions tell buyers to use --set.';
  expect(shown(found(helm.replace(was, `${was} --set a=b`)))).toEqual([set]);
  expect(shown(found(addOn.replace(was, `${was} --set-string a=b`)))).toEqual([set]);
  expect(shown(found(images.replace(was, `${was} --set a=b`)))).toEqual([]);
  const edit = 'Usage instructions: """\nRun it:\nfirst edit the file templates/a.yaml\n"""';
  expect(shown(found(helm.replace(was, edit)))).toEqual([
    '16:7 warning form-value-invalid The usage instructions tell buyers to edit the chart.',
  ]);
  expect(shown(found(helm.replace(was, `${was} -f values.yaml, which you edit. --settings`)))).toEqual([]);
});

describe("AWS's codes", () => {
  it.each(refusals)('%s', (awsCode, form, was, is) => {
    expect(form).toContain(was);
    const problems = found(was === '' ? form : form.replace(was, () => is));
    expect(problems.map((problem) => problem.awsCode)).toContain(awsCode);
    for (const { rule } of problems) expect(codes[rule]).toBeDefined();
  });

  it('are found by more than sixty', () => {
    expect(new Set(refusals.map(([awsCode]) => awsCode)).size).toBeGreaterThan(60);
  });
});

describe('places and words', () => {
  const rows: readonly (readonly [form: string, was: string, is: string, expected: readonly string[]])[] = [
    [
      ami,
      'Version title: 41.1',
      `Version title: ${'4'.repeat(65)}`,
      ['4:80 error form-value-too-long Version title: 65 of 64 characters.'],
    ],
    [
      helm,
      'Version title',
      'Version titel',
      [
        '1:2 error form-field-missing The form has no Version title.',
        '4:1 error form-field-unknown The form has no field "Version titel".',
      ],
    ],
    [
      helm,
      'Version title: 8.4.1',
      'version  Title: 8.4.1\nVersionTitle: 8.4.1',
      ['5:1 error form-field-twice VersionTitle is Version title by another name, which stands in line 4.'],
    ],
    [
      helm,
      'All of them.',
      'All of them \u2013 “really”.',
      [
        '8:13 warning form-characters Release notes has an en dash in it; sellers report that AWS Marketplace refuses such signs.',
        '8:15 warning form-characters Release notes has a quotation mark in it; sellers report that AWS Marketplace refuses such signs.',
        '8:22 warning form-characters Release notes has a quotation mark in it; sellers report that AWS Marketplace refuses such signs.',
      ],
    ],
    [
      listing,
      'title: Example',
      'title: Example ™',
      [
        '3:23 error form-characters Product title has a blank before a trademark sign in it, which AWS Marketplace refuses.',
      ],
    ],
    [
      images,
      'ECS, EKS',
      'ECS, ESK',
      [
        '17:26 warning form-value-unknown "ESK" is not among the services that images are delivered for as of 2026-08-07.',
      ],
    ],
    [
      images,
      'ECS, EKS',
      'ECS, Bedrock-AgentCore\nDeployment templates: none',
      [
        '11:11 error form-field-missing The option Images has no Agentic type, which is required when Supported services has Bedrock-AgentCore.',
        '18:23 error form-value-shape Deployment templates takes items of several fields.',
      ],
    ],
    [
      images,
      'Supported',
      'Agentic type: AGENT\nSupported',
      ['17:1 error form-field-misplaced Agentic type only counts when Supported services has Bedrock-AgentCore.'],
    ],
    [
      images,
      '[[Option: Images]]',
      '[[Option: Imagse]]',
      ['11:11 error form-option There is no delivery option "Imagse".'],
    ],
    [
      helm,
      'chart:9.1.0',
      'chart:9.1.0+build',
      ['15:13 error form-value-invalid The version "9.1.0+build" has a + in it, which no tag can have.'],
    ],
    [
      helm,
      'Kubernetes service account name: web\n',
      '',
      [
        `21:1 info form-field-missing No service account is named, and no override parameter is \${AWSMP_SERVICE_ACCOUNT}: a paid product needs one of them.`,
      ],
    ],
    [helm, helm.slice(helm.indexOf('  - 7098'), helm.indexOf('Supported')), '  - @8.4.1_images.txt\n', []],
    [helm, helm.slice(helm.indexOf('\n  - 7098'), helm.indexOf('\nSupported')), ' @8.4.1_images.txt', []],
    [ami, '10.0.0.0/8', '10.1.0.0/8', ['20:16 warning form-value-invalid 10.1.0.0/8 begins at 10.0.0.0.']],
    [
      addOn,
      'amd64, arm64',
      'amd64',
      [
        '23:1 warning form-value-count The add-on is for amd64 only; the requirements for add-ons ask for amd64 and arm64.',
      ],
    ],
    [
      listing,
      'Visibility: Limited',
      'Visibility: Limited\nReplacement product ID: prod-b',
      ['18:1 error form-field-misplaced Replacement product ID only counts when Visibility is Restricted.'],
    ],
    [
      listing,
      'process, workflow',
      Array.from({ length: 6 }, (_, index) => `${index}`.repeat(42)).join(', '),
      ['11:1 error form-value-too-long Search keywords: 252 of 250 characters in all.'],
    ],
    [
      listing,
      'Container product',
      'Container produkt',
      ['2:7 error form-kind There is no form of "Container produkt".'],
    ],
    [listing, 'Form: Container product\n', '', ['1:2 error form-kind The form does not say what it is of.']],
    [
      ami,
      'Endpoint port: 443\n',
      '',
      [
        '1:2 error form-field-missing The form has no Endpoint port, which is required when Endpoint protocol is there.',
        '14:1 error form-field-misplaced Endpoint relative URL only counts when Endpoint port is there.',
      ],
    ],
  ];

  it.each(rows)('row %#', (form, was, is, expected) => {
    expect(form).toContain(was);
    expect(shown(found(form.replace(was, () => is)))).toEqual(expected);
  });

  it('a version without a delivery option, and one with five', () => {
    const none = helm.slice(0, helm.indexOf('[[Option'));
    expect(shown(found(none))).toEqual(['1:2 error form-option The version has no delivery option.']);
    const option = images.slice(images.indexOf('[[Option'));
    const five = [none, ...[1, 2, 3, 4, 5].map((count) => option.replace('title: Helm', `title: ${count}`))].join('');
    expect(shown(found(five))).toEqual(['39:11 error form-option The version has 5 of 4 delivery options.']);
  });

  it('the nearest label and value are named', () => {
    const hints = found(
      helm.replace('Version title', 'Version titel').replace('[[Option: Helm]]', '[[Option: helmm]]'),
    ).map(({ hint }) => hint);
    expect(hints).toContain('Is Version title meant?');
    expect(hints).toContain('Write Helm.');
    expect(found(ami.replace('Protocol: tcp', 'Protocol: TCP')).map(({ hint }) => hint)).toEqual(['Write tcp.']);
    expect(found(ami.replace('m7i-flex.large', 'm7i-flex.larg')).map(({ hint }) => hint)).toEqual([
      'Is m7i-flex.large meant?',
    ]);
  });

  it('media that do not lie in Amazon S3 are a warning', () => {
    const moved = listing.replace('https://example.s3.amazonaws.com/', 'https://media.example/');
    expect(shown(found(moved))).toEqual([
      '6:25 warning form-value-invalid "https://media.example/logo.png" does not look like an address in Amazon S3.',
    ]);
    for (const host of [
      's3.eu-west-1.amazonaws.com/media',
      's3-us-west-2.amazonaws.com/media',
      'a.b.s3.us-east-1.amazonaws.com',
    ])
      expect(found(listing.replace('example.s3.amazonaws.com', host))).toEqual([]);
  });

  it('a field in the wrong part of a form is sent to its own', () => {
    const late = `${helm}Approval: https://a.example/1\nAdd-on name: x\n`;
    expect(found(late).map(({ hint }) => hint)).toEqual([
      'It stands above the options.',
      'It belongs to an option: write it below [[Option: EKS add-on]].',
    ]);
    const early = found(helm.replace('Version title', 'Helm chart: x\nVersion title'));
    expect(early.map(({ hint }) => hint)).toEqual(['It belongs to an option: write it below [[Option: Helm]].']);
  });

  it('a sign that is refused has its plain form in the hint', () => {
    const hints = found(ami.replace('Fixes', '“a”\u00a0b🎉')).map(({ hint }) => hint);
    expect(hints).toEqual(['Write " instead.', 'Write " instead.', 'Write a blank instead.', 'Remove it.']);
  });

  it('a pasted text is not answered by a thousand problems', () => {
    expect(found(ami.replace('Notes: Fixes', 'x').replace('Fixes', '“'.repeat(1000)))).toHaveLength(20);
  });

  it('an update of a listing that is there need not fill everything in', () => {
    const update = '[listing]\nForm: Container product\nProduct ID: prod-abc\nSKU: 1\n';
    expect(shown(found(update))).toEqual([]);
  });
});
