import type { FieldData, GroupsShape, TextShape } from '../field-spec.ts';
import { pricingModels, units } from '../lists/pricing.ts';
import { webFault } from '../values/addresses.ts';

/** What buying costs and what holds then: the offer of a listing and its dimensions, the same for containers and AMIs. */

/** Prices have three decimals at most (seller guide, product load form). */
export const price: TextShape = {
  kind: 'text',
  pattern: {
    test: /^\d{1,9}(?:\.\d{1,3})?$/,
    means: 'a price in US dollars with three decimals at most, such as 0.125',
  },
  sample: '0.125',
};

/** Rates of a contract by how long it runs. */
function rate(months: number): FieldData {
  return {
    id: `rate${months}`,
    label: `${months}-month rate`,
    aliases: [`${months} month rate`, `P${months}M`],
    shape: price,
    help: `Price of one unit for ${months === 1 ? 'a month' : `${months} months`}, in US dollars.`,
    path: {
      changes: ['UpdatePricingTerms'],
      json: `Terms[].RateCards[Selector.Value=P${months}M].RateCard[].Price`,
    },
  };
}

const dimensions: GroupsShape<FieldData> = {
  kind: 'groups',
  least: 0,
  most: 200,
  unique: 'key',
  fields: [
    {
      id: 'key',
      label: 'API name',
      aliases: ['Key', 'Dimension API name'],
      required: 'always',
      shape: {
        kind: 'text',
        most: 100,
        pattern: { test: /^[A-Za-z0-9_.-]+$/, means: 'letters, digits, _ . and -' },
        sample: 'users',
      },
      help: 'The name that the software meters or checks out by. It cannot be changed later.',
      path: { changes: ['AddDimensions', 'UpdateDimensions'], json: '[].Key' },
    },
    {
      id: 'name',
      label: 'Name',
      aliases: ['Display name', 'Dimension name'],
      required: 'always',
      shape: { kind: 'text', most: 500, isProse: true, sample: 'Users' },
      help: 'The name on the listing and on the bill.',
      path: { changes: ['AddDimensions', 'UpdateDimensions'], json: '[].Name' },
    },
    {
      id: 'description',
      label: 'Description',
      aliases: ['Dimension description'],
      required: 'always',
      shape: { kind: 'text', most: 1000, isProse: true, sample: 'People who may sign in' },
      help: 'What one unit of it is.',
      path: { changes: ['AddDimensions', 'UpdateDimensions'], json: '[].Description' },
    },
    {
      id: 'unit',
      label: 'Unit',
      aliases: ['Dimension unit'],
      required: 'always',
      shape: { kind: 'text', most: 20, list: units },
      help: 'What is counted.',
      path: { changes: ['AddDimensions'], json: '[].Unit' },
    },
    {
      id: 'types',
      label: 'Types',
      aliases: ['Type', 'Tags', 'Dimension types'],
      required: 'always',
      shape: {
        kind: 'list',
        least: 1,
        most: 3,
        separator: ',',
        item: { kind: 'text', values: ['Entitled', 'Metered', 'ExternallyMetered'] },
      },
      help: 'Entitled: bought ahead. Metered: AWS measures it. ExternallyMetered: the software reports it.',
      path: { changes: ['AddDimensions'], json: '[].Types' },
    },
    {
      id: 'rate',
      label: 'Dimension rate',
      aliases: ['Rate', 'Price'],
      shape: price,
      help: 'Price of one unit, in US dollars.',
      path: { changes: ['UpdatePricingTerms'], json: 'Terms[].RateCards[].RateCard[].Price' },
    },
  ],
};

/** Limits of the load form, narrower than the API's: names of 24 characters, descriptions of 70, 24 dimensions. */
const contract: GroupsShape<FieldData> = {
  kind: 'groups',
  least: 0,
  most: 24,
  unique: 'key',
  fields: [
    {
      id: 'key',
      label: 'API name',
      aliases: ['Key'],
      required: 'always',
      shape: {
        kind: 'text',
        most: 100,
        pattern: { test: /^[A-Za-z0-9_.-]+$/, means: 'letters, digits, _ . and -' },
        sample: 'seats',
      },
      help: 'The name that the software checks out by. It cannot be changed later.',
      path: { changes: ['AddDimensions'], json: '[].Key' },
    },
    {
      id: 'name',
      label: 'Display name',
      aliases: ['Name'],
      required: 'always',
      shape: { kind: 'text', most: 24, isProse: true, sample: 'Seats' },
      help: 'The name that buyers see.',
      path: { changes: ['AddDimensions'], json: '[].Name' },
    },
    {
      id: 'description',
      label: 'Description',
      required: 'always',
      shape: { kind: 'text', most: 70, isProse: true, sample: 'People who may sign in' },
      help: 'What one unit of it is.',
      path: { changes: ['AddDimensions'], json: '[].Description' },
    },
    {
      id: 'quantity',
      label: 'Quantity',
      shape: { kind: 'text', values: ['1'] },
      help: 'How many units a rate is for: 1.',
    },
    rate(1),
    rate(12),
    rate(24),
    rate(36),
  ],
};

export const offerFields: readonly FieldData[] = [
  {
    id: 'refund',
    label: 'Refund policy',
    aliases: ['RefundPolicy', 'Refund and cancellation policy'],
    shape: { kind: 'text', most: 500, isProse: true, sample: 'No refunds.' },
    help: 'Under what conditions buyers get money back, and how they ask for it. Free products need one too.',
    path: { changes: ['UpdateSupportTerms'], json: 'Terms[0].RefundPolicy' },
  },
  {
    id: 'eula',
    label: 'EULA',
    aliases: ['End user license agreement', 'EULA type'],
    shape: { kind: 'text', values: ['StandardEula', 'CustomEula'] },
    help: "AWS's standard contract, or one of your own.",
    path: { changes: ['UpdateLegalTerms'], json: 'Terms[0].Documents[0].Type' },
  },
  {
    id: 'eulaVersion',
    label: 'EULA version',
    aliases: ['Standard contract version'],
    required: { when: 'EULA is StandardEula', field: 'eula', is: ['StandardEula'] },
    onlyWith: { when: 'EULA is StandardEula', field: 'eula', is: ['StandardEula'] },
    shape: {
      kind: 'text',
      pattern: { test: /^\d{4}-\d{2}-\d{2}$/, means: 'a date such as 2022-07-14' },
      sample: '2022-07-14',
    },
    help: "The date of AWS's standard contract: 2022-07-14 is the one in force.",
    path: { changes: ['UpdateLegalTerms'], json: 'Terms[0].Documents[0].Version' },
  },
  {
    id: 'eulaUrl',
    label: 'EULA URL',
    aliases: ['EULA link'],
    required: { when: 'EULA is CustomEula', field: 'eula', is: ['CustomEula'] },
    onlyWith: { when: 'EULA is CustomEula', field: 'eula', is: ['CustomEula'] },
    shape: {
      kind: 'text',
      judge: webFault('INVALID_INPUT'),
      sample: 'https://example-media.s3.amazonaws.com/eula.pdf',
    },
    help: 'Address of your own contract, readable for AWS.',
    path: { changes: ['UpdateLegalTerms'], json: 'Terms[0].Documents[0].Url' },
  },
  {
    id: 'pricing',
    label: 'Pricing model',
    aliases: ['Pricing'],
    shape: { kind: 'text', list: pricingModels },
    help: 'How the product is paid for. It is fixed once the product is released.',
  },
  {
    id: 'dimensions',
    label: 'Dimensions',
    aliases: ['Pricing dimensions', 'Usage dimensions'],
    shape: dimensions,
    help: 'What is counted and paid for. A paid product has at least one, in the currency of the offer.',
    path: { changes: ['AddDimensions', 'UpdateDimensions', 'RestrictDimensions'], json: '' },
  },
  {
    id: 'contract',
    label: 'Contract dimensions',
    aliases: ['Contracts dimensions', 'Contracts'],
    shape: contract,
    help: 'What buyers take by contract, with the price of one unit for each length of the contract.',
    path: { changes: ['AddDimensions', 'UpdatePricingTerms'], json: '' },
  },
];
