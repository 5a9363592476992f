import { describe, expect, it } from 'vitest';
import {
  approvalHash,
  checkForm,
  type FieldSpec,
  type FormKind,
  fieldsOf,
  findField,
  findKind,
  findOption,
  formKinds,
  labelOrder,
  type OptionKind,
  optionKinds,
  parseApproval,
  refusedCharacters,
  templateOf,
} from '#catalog';
import { type Form, formatLoadForm, labelKey, parseLoadForm } from '#formats';
import { fnv1a64 } from '../../../src/catalog/fnv.ts';

const parts: readonly (readonly [FormKind, OptionKind | undefined])[] = formKinds.flatMap((kind) =>
  [undefined, ...(kind === 'Container version' ? optionKinds : [])].map((option) => [kind, option] as const),
);

function withMembers(specs: readonly FieldSpec[]): FieldSpec[] {
  return specs.flatMap((spec) => [spec, ...(spec.shape.kind === 'groups' ? withMembers(spec.shape.fields) : [])]);
}

/** Members of AWS's schemas, by part of a form (developer guide and the schemas of the change types). */
const members: readonly (readonly [FormKind, OptionKind | undefined, string])[] = [
  [
    'Container product',
    undefined,
    `ProductTitle Sku ShortDescription LongDescription LogoUrl VideoUrls Highlights AdditionalResources AdditionalResources[].Text
     AdditionalResources[].Url SupportDescription Categories SearchKeywords Repositories[].RepositoryName TargetVisibility
     ReplacementProductId PositiveTargeting.BuyerAccounts [].Key [].Name [].Description [].Unit [].Types`,
  ],
  ['Container version', undefined, 'Entity.Identifier Version.VersionTitle Version.ReleaseNotes'],
  [
    'Container version',
    'Images',
    `DeliveryOptionTitle Description UsageInstructions ContainerImages CompatibleServices DeploymentResources
     DeploymentResources[].Name DeploymentResources[].Url AccessRoleArn AgenticType EnvironmentVariables
     EnvironmentVariables[].Name EnvironmentVariables[].Description EnvironmentVariables[].DefaultValue Id`,
  ],
  [
    'Container version',
    'Helm',
    `DeliveryOptionTitle Description UsageInstructions CompatibleServices ContainerImages HelmChartUri ReleaseName Namespace
     MarketplaceServiceAccountName QuickLaunchEnabled OverrideParameters OverrideParameters[].Key OverrideParameters[].DefaultValue
     OverrideParameters[].Metadata.Label OverrideParameters[].Metadata.Description OverrideParameters[].Metadata.Obfuscate Id`,
  ],
  [
    'Container version',
    'EKS add-on',
    `DeliveryOptionTitle Description UsageInstructions ContainerImages HelmChartUri AddOnName AddOnVersion AddOnType
     CompatibleKubernetesVersions SupportedArchitectures Namespace EnvironmentOverrideParameters
     EnvironmentOverrideParameters[].Key EnvironmentOverrideParameters[].Value Visibility Id`,
  ],
  [
    'AMI product',
    undefined,
    `ProductTitle Sku ShortDescription LongDescription LogoUrl VideoUrls Highlights AdditionalResources SupportDescription
     Categories SearchKeywords Regions InstanceTypes FutureRegionSupport.SupportedRegions[0] TargetVisibility
     ReplacementProductId PositiveTargeting.BuyerAccounts [].Key [].Name [].Description [].Unit [].Types
     Terms[0].RefundPolicy Terms[0].Documents[0].Type Terms[0].Documents[0].Version Terms[0].Documents[0].Url`,
  ],
  [
    'AMI version',
    undefined,
    `Version.VersionTitle Version.ReleaseNotes AmiSource.AmiId AmiSource.AccessRoleArn AmiSource.UserName AmiSource.ScanningPort
     AmiSource.OperatingSystemName AmiSource.OperatingSystemVersion AmiSource.AfiIds UsageInstructions RecommendedInstanceType
     AccessEndpointUrl.Port AccessEndpointUrl.Protocol AccessEndpointUrl.RelativePath SecurityGroups[].IpProtocol
     SecurityGroups[].FromPort SecurityGroups[].ToPort SecurityGroups[].IpRanges ShortDescription LongDescription
     ArchitectureDiagram Template TemplateSources[].ParameterName DeliveryOptionTitle`,
  ],
];

/** Fields of the product load form and of the portal's pages, as AWS and sellers call them. */
const labels: readonly (readonly [FormKind, OptionKind | undefined, string])[] = [
  [
    'AMI product',
    undefined,
    `Title|Product title|SKU|Short description|Full description|Long description|Product logo image URL|Highlights
     |Product categories|Search keywords|Product video URL|Resources|Support information|Regions|Instance types
     |Future region support|Refund policy|EULA|Pricing model|Hourly prices|Dimensions|FCP category|FCP unit|FCP dimensions
     |Contract dimensions|Visibility|Buyer accounts|Approval|Product ID|Form`,
  ],
  [
    'Container product',
    undefined,
    'Title|SKU|Full description|Repositories|Refund policy|EULA|Pricing model|Contract dimensions',
  ],
  [
    'AMI version',
    undefined,
    `Version title|Release notes|Usage instructions|Upgrade instructions|AMI ID|IAM access role ARN|OS user name|Scanning port
     |Operating system|OS version|Recommended instance type|Endpoint protocol|Endpoint relative URL|Endpoint port
     |Security group recommendations|Deployment templates|AFI IDs|Approval`,
  ],
  ['Container version', undefined, 'Version title|Release notes|Upgrade instructions|Product ID|Approval'],
  [
    'Container version',
    'Images',
    'Delivery option title|Description|Usage instructions|Container images|Supported services|Deployment templates',
  ],
  [
    'Container version',
    'Helm',
    `Delivery option title|Description|Container images|Helm chart|Helm release name|Helm installation namespace
     |Kubernetes service account name|Supported services|Override parameters`,
  ],
  [
    'Container version',
    'EKS add-on',
    `Add-on name|Add-on version|Add-on type|Kubernetes version|Architecture|Namespace|Environment override parameters
     |Helm chart|Container images`,
  ],
];

/** Columns of the load form that are fields of list items here. */
const columns: readonly (readonly [list: string, columns: string])[] = [
  ['Hourly prices', 'Instance type|Hourly price|Annual price'],
  ['Dimensions', 'Dimension rate|API name|Name|Description|Unit|Types'],
  ['FCP dimensions', 'FCP dimension name|FCP dimension description|FCP rate'],
  [
    'Contract dimensions',
    'API name|Display name|Description|Quantity|1-month rate|12-month rate|24-month rate|36-month rate',
  ],
];

/** Limits as AWS's pages and schemas have them: `label least-most` of items, `label <most` of characters, `label #least-most` of a number. */
const limits: readonly (readonly [FormKind, OptionKind | undefined, string])[] = [
  [
    'Container product',
    undefined,
    `Product title <72|SKU <100|Short description <1000|Long description <5000|Product logo image URL <2048|Product video URL 0-1
     |Highlights <500|Highlights 1-3|Product categories 1-3|Search keywords <50|Search keywords 1-15|Resources 0-3
     |Resources/Text <500|Support information <2000|Repositories <256|Repositories 0-70|Refund policy <500|Dimensions 0-200
     |Dimensions/API name <100|Dimensions/Name <500|Dimensions/Description <1000|Dimensions/Unit <20|Dimensions/Types 1-3
     |Contract dimensions 0-24|Contract dimensions/Display name <24|Contract dimensions/Description <70|Buyer accounts 0-5000`,
  ],
  ['Container version', undefined, 'Version title <64|Release notes <30000'],
  [
    'Container version',
    'Images',
    `Delivery option title <72|Delivery option ID <36|Description <1000|Usage instructions <4000|Container images <1000
     |Container images 1-50|Supported services 1-4|Deployment templates 0-4|Deployment templates/Name <256
     |Deployment templates/URL <256|Access role ARN <200`,
  ],
  [
    'Container version',
    'Helm',
    `Delivery option title <72|Description <1000|Usage instructions <4000|Helm chart <1000|Container images 1-50
     |Supported services 1-2|Helm release name <50|Helm installation namespace <50|Kubernetes service account name <50
     |Override parameters 0-15|Override parameters/Key <50|Override parameters/Default value <150|Override parameters/Label <50
     |Override parameters/Description <200`,
  ],
  [
    'Container version',
    'EKS add-on',
    `Add-on name <64|Add-on version <50|Add-on type <100|Kubernetes version 1-30|Architecture 1-2|Namespace <63
     |Environment override parameters 0-15|Environment override parameters/Key <200|Helm chart <1000|Container images 1-50`,
  ],
  [
    'AMI product',
    undefined,
    `Product title <72|Regions 0-100|Instance types 0-1500|Instance types <24|FCP dimensions 0-24
     |FCP dimensions/FCP dimension name <15|FCP dimensions/FCP dimension description <70`,
  ],
  [
    'AMI version',
    undefined,
    `Version title <64|Release notes <30000|OS user name <32|Scanning port #1-65535|Operating system <100|OS version <100
     |AFI IDs 0-15|Usage instructions <4000|Recommended instance type <24|Endpoint port #1-65535|Endpoint relative URL <2000
     |Security group recommendations 1-25|Security group recommendations/From port #1-65535
     |Security group recommendations/To port #1-65535|Security group recommendations/IP ranges 1-5|Deployment templates 0-3`,
  ],
];

/** What the catalogue says of a field, in the words of the table above. */
function limitsOf({ shape }: FieldSpec): string[] {
  const text = shape.kind === 'text' ? shape : shape.kind === 'list' ? shape.item : undefined;
  return [
    ...(text?.most === undefined ? [] : [`<${text.most}`]),
    ...(text?.range ? [`#${text.range.least}-${text.range.most}`] : []),
    ...(shape.kind === 'text' ? [] : [`${shape.least}-${shape.most}`]),
  ];
}

describe("AWS's limits", () => {
  it.each(limits)('%s %s', (kind, option, rows) => {
    for (const row of rows.split('|').map((each) => each.trim())) {
      const [, label = '', member, limit = ''] = /^([^/]+?)(?:\/(.+?))? ([<#]?[\d-]+)$/.exec(row) ?? [];
      const field = findField(kind, option, label);
      const inner = field?.shape.kind === 'groups' ? field.shape.fields : [];
      const spec = member === undefined ? field : inner.find((each) => each.label === member);
      expect(spec && limitsOf(spec), row).toContain(limit);
    }
  });
});

describe('the catalogue has every field', () => {
  it.each(members)('of the Catalog API: %s %s', (kind, option, names) => {
    const paths = withMembers(fieldsOf(kind, option)).map(({ path }) => path?.json ?? '');
    for (const name of names.split(/\s+/)) {
      expect(
        paths.some((path) => path === name || path.endsWith(`.${name}`)),
        name,
      ).toBe(true);
    }
  });

  it.each(labels)('of the load form and the portal: %s %s', (kind, option, names) => {
    for (const name of names.split('|')) expect(findField(kind, option, name.trim()), name).toBeDefined();
  });

  it.each(columns)('of the load form: %s', (list, names) => {
    const shape = findField('AMI product', undefined, list)?.shape;
    const found = shape?.kind === 'groups' ? shape.fields.map(({ label }) => label) : [];
    expect(found).toEqual(expect.arrayContaining(names.split('|')));
  });
});

describe('fields', () => {
  it.each(parts)('%s %s: no two have one name, each has help, a path goes to its option', (kind, option) => {
    const alike = (specs: readonly FieldSpec[]): void => {
      const names = specs.flatMap(({ label, aliases }) => [label, ...aliases]).map(labelKey);
      expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
      expect(new Set(specs.map(({ id }) => id)).size).toBe(specs.length);
      for (const spec of specs) if (spec.shape.kind === 'groups') alike(spec.shape.fields);
    };
    alike(fieldsOf(kind, option));
    for (const spec of withMembers(fieldsOf(kind, option))) {
      expect(spec.help, spec.label).toMatch(/^.{3,}\.$/);
      expect([spec.kinds, spec.options]).toEqual([[kind], option ? [option] : undefined]);
      const details = /\.(Ecr|Helm|EksAddOn)DeliveryOptionDetails\./.exec(spec.path?.json ?? '')?.[1];
      const own = { Images: 'Ecr', Helm: 'Helm', 'EKS add-on': 'EksAddOn' };
      if (details) expect(details).toBe(option && own[option]);
      const codes = Object.values(spec.awsCodes).flat();
      for (const code of codes) expect(code).toMatch(/^(?:[A-Z0-9]+(?:_[A-Z0-9]+)+|InvalidImageProperties)$/);
      for (const condition of [spec.onlyWith, spec.required]) {
        if (typeof condition !== 'object' || !('field' in condition)) continue;
        expect(fieldsOf(kind, option).map(({ id }) => id)).toContain(condition.field);
      }
    }
  });

  it('lists are dated, and say where they are from', () => {
    const specs = parts.flatMap(([kind, option]) => withMembers(fieldsOf(kind, option)));
    const lists = specs.flatMap(({ shape }) =>
      shape.kind === 'groups'
        ? []
        : [shape.kind === 'list' ? shape.item.list : shape.list].filter((list) => list !== undefined),
    );
    expect(new Set(lists).size).toBe(10);
    for (const list of lists) {
      expect(list.taken).toMatch(/^2026-\d{2}-\d{2}$/);
      expect(list.from).not.toBe('');
      expect(new Set(list.values).size).toBe(list.values.length);
    }
  });

  it('are found by label and alias, whatever case and blanks', () => {
    expect(findField('AMI version', undefined, 'ami  id')?.id).toBe('ami');
    expect(findField('AMI version', undefined, 'AmiId')?.id).toBe('ami');
    expect(findField('AMI version', undefined, 'Helm chart')).toBeUndefined();
    expect([findKind('ami  PRODUCT'), findKind('AMI')]).toEqual(['AMI product', undefined]);
    expect(['helm', 'Helm chart', 'container images', 'EKS Addon', 'docker'].map(findOption)).toEqual([
      'Helm',
      'Helm',
      'Images',
      'EKS add-on',
      undefined,
    ]);
  });
});

function formOf(text: string): Form {
  const [form] = parseLoadForm(text).model.forms;
  if (!form) throw new Error('no form');
  return form;
}

describe('templates', () => {
  it.each(formKinds)('%s: parses, lacks values only, and names every field that is offered', (kind) => {
    const text = templateOf(kind);
    const { model, problems } = parseLoadForm(text);
    expect(problems).toEqual([]);
    const rules = new Set(model.forms.flatMap((form) => checkForm(form)).map(({ rule }) => rule));
    expect([...rules].sort()).toEqual(['form-approval', 'form-field-missing']);
    const offered = parts
      .filter(([each]) => each === kind)
      .flatMap(([each, option]) => fieldsOf(each, option))
      .filter(({ isRetired }) => !isRetired);
    for (const { label } of offered) expect(text).toMatch(new RegExp(`^(# )?${label.replace(/[()]/g, '.')}:`, 'm'));
  });

  it.each(formKinds)('%s: is as the formatter would have it', (kind) => {
    expect(formatLoadForm(templateOf(kind), labelOrder)).toBe(templateOf(kind));
  });

  it('there is none of an unknown kind', () => {
    expect(templateOf('SaaS product')).toBe('');
    expect([labelOrder('SaaS product', undefined), labelOrder('Container version', 'Docker')]).toEqual([[], []]);
  });
});

const form = `[a]
Form: Container product
Product ID: prod-a
Title: One
Highlights:
  - Fast: in minutes
  - Small
`;

function approvalOf(text: string): string[] {
  return checkForm(formOf(text))
    .filter(({ rule }) => rule === 'form-approval')
    .map(({ severity, message }) => `${severity} ${message}`);
}

describe('approval', () => {
  const hash = approvalHash(formOf(form));

  it('hashes as FNV-1a does', () => {
    const vectors = [
      ['', 'cbf29ce484222325'],
      ['a', 'af63dc4c8601ec8c'],
      ['foobar', '85944171f73967e8'],
    ];
    expect(vectors.map(([text = '']) => [text, fnv1a64(text)])).toEqual(vectors);
    expect(fnv1a64('ä€😀')).toBe(fnv(new TextEncoder().encode('ä€😀')));
  });

  it('is missing, of nothing named, of this form, or of another', () => {
    expect(approvalOf(form)).toEqual(['info The form is not approved yet.']);
    expect(approvalOf(`${form}Approval: https://a.example/1#x`)).toEqual([
      'warning The approval does not say what was approved.',
    ]);
    expect(approvalOf(`${form}Approval: #${hash}`)).toEqual(['warning The approval does not say where it was given.']);
    expect(approvalOf(`${form}Approval: https://a.example/1 #${hash}`)).toEqual([]);
    expect(approvalOf(`${form.replace('Small', 'Smaller')}Approval: https://a.example/1 #${hash}`)).toEqual([
      'warning The form was changed since it was approved; the approval is void.',
    ]);
  });

  it.each([
    ['its name', '[a]', '[b]'],
    ['an alias', 'Title:', 'Product  title:'],
    ['comments', 'Title', '# a comment\nTitle'],
    ['an empty field', 'Title', 'SKU:\nTitle'],
    [
      'the order of fields',
      'Form: Container product\nProduct ID: prod-a\n',
      'Product ID: prod-a\nForm: Container product\n',
    ],
  ])('%s does not count', (_, was, is) => {
    expect(approvalHash(formOf(form.replace(was, is)))).toBe(hash);
  });

  it('covers everything that is written but for itself, in items too that are not as they should be', () => {
    const list = (items: string) =>
      approvalHash(formOf(`[a]\nForm: Container version\n[[Option: Helm]]\nSupported services:\n${items}`));
    const hashes = [
      '  - EKS\n',
      '  - EKS: x\n',
      '  - EKS: x\n    Note: y\n',
      '  - EKS: x\n    Note: z\n',
      '  - EKS: """\nx\n"""\n',
      '  - EKS: """\ny\n"""\n',
      '  - EKS:\n      - x\n',
      '  - EKS:\n      - y\n',
      '  - EKS:\n',
    ].map(list);
    expect(new Set(hashes).size).toBe(hashes.length);
    // How a list is written does not count, nor does an item that is empty.
    const inline = 'Supported services: EKS: x\n';
    expect(approvalHash(formOf(`[a]\nForm: Container version\n[[Option: Helm]]\n${inline}`))).toBe(hashes[1]);
    expect(list('  - EKS\n  -\n')).toBe(hashes[0]);
  });

  it.each([
    ['a value', 'One', 'Two'],
    ['the order of items', '  - Fast: in minutes\n  - Small\n', '  - Small\n  - Fast: in minutes\n'],
    ['a further field', 'Title', 'SKU: 1\nTitle'],
    ['a field that is none', 'Title', 'Nonesuch: 1\nTitle'],
  ])('%s counts', (_, was, is) => {
    expect(approvalHash(formOf(form.replace(was, is)))).not.toBe(hash);
  });

  it('is read with and without a hash', () => {
    expect(parseApproval(' https://a.example/#0123456789abcdef ')).toEqual({
      place: 'https://a.example/#0123456789abcdef',
    });
    expect(parseApproval('by word  #0123456789ABCDEF')).toEqual({ place: 'by word', hash: '0123456789abcdef' });
  });
});

/** The same hash by big integers. */
function fnv(bytes: Uint8Array): string {
  const hash = bytes.reduce(
    (sum, byte) => BigInt.asUintN(64, (sum ^ BigInt(byte)) * 0x100000001b3n),
    0xcbf29ce484222325n,
  );
  return hash.toString(16).padStart(16, '0');
}

describe('characters that are refused', () => {
  it.each([
    ['a\u0007b\u0000\nc', 'ab\nc'],
    ['a \u2122', 'a\u2122'],
    ['a — b – c', 'a - b - c'],
    ['“a” and ‘b’', '"a" and \'b\''],
    ['wait… →', 'wait... ->'],
    ['a\u00a0b\u200bc\u2009d', 'a bc d'],
    ['party 🎉👩🏽‍💻!', 'party !'],
    ['a 🎉 b', 'a b'],
    ['a 🎉 🎊 b 🎉', 'a b'],
    ['🎉 a\n🎉 b\n', 'a\nb\n'],
    ['a🎉b 🎉c', 'ab c'],
    ['from 🇩🇪 and 🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f} too', 'from and too'],
    ['1\ufe0f\u20e3 first, #\u20e3 last', '1 first, # last'],
    ['a\rb\r\nc\r', 'a b\r\nc '],
    ['a\ud83cb\udf89', 'ab'],
    ['plain: ä ö é ñ 日本 A©B®C™ € §\ttab\nline', undefined],
  ])('%j', (text, plain = text) => {
    const signs = refusedCharacters(text);
    const mended = signs
      .toReversed()
      .reduce((rest, { at, length, replacement }) => rest.slice(0, at) + replacement + rest.slice(at + length), text);
    expect(mended).toBe(plain);
    expect(refusedCharacters(plain)).toEqual([]);
  });
});
