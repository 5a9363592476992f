import type { FieldData, TextShape } from '../field-spec.ts';
import { instanceTypes } from '../lists/instance-types.ts';
import { regions } from '../lists/regions.ts';
import { audienceFields } from './audience.ts';
import { approvalField, formField, productField } from './common.ts';
import { listingFields } from './listing.ts';
import { offerFields, price } from './offer.ts';

/** The schema's own expression refuses types that there are, such as m7i-flex.large. */
export const instanceType: TextShape = {
  kind: 'text',
  most: 24,
  pattern: { test: /^\S+$/, means: 'an instance type without blanks' },
  list: instanceTypes,
};

const availability: readonly FieldData[] = [
  {
    id: 'regions',
    label: 'Regions',
    aliases: ['Region', 'Region availability'],
    shape: { kind: 'list', least: 0, most: 100, separator: ',', item: { kind: 'text', most: 24, list: regions } },
    help: 'Regions that buyers can launch in. AWS copies the image there from us-east-1. GovCloud wants an account there and an export classification.',
    path: { changes: ['AddRegions', 'RestrictRegions'], json: 'Regions' },
    awsCodes: { value: 'INVALID_REGIONS', twice: 'INVALID_REGIONS', many: 'TOO_MANY_REGIONS', long: 'INVALID_REGIONS' },
  },
  {
    id: 'futureRegions',
    label: 'Future region support',
    aliases: ['FutureRegionSupport', 'Future regions'],
    shape: { kind: 'text', values: ['All', 'US', 'None'] },
    help: 'Whether regions that AWS opens later are added without being asked: all, those in the US, or none.',
    path: { changes: ['UpdateFutureRegionSupport'], json: 'FutureRegionSupport.SupportedRegions[0]' },
  },
  {
    id: 'instanceTypes',
    label: 'Instance types',
    aliases: ['Instance type', 'Supported instance types', 'InstanceTypes'],
    shape: { kind: 'list', least: 0, most: 1500, separator: ',', item: instanceType },
    help: 'EC2 instance types that the image can be launched on. They must fit its architecture.',
    path: { changes: ['AddInstanceTypes', 'RestrictInstanceTypes'], json: 'InstanceTypes' },
  },
];

/** Fields of the load form that no change of the Catalog API has under these names. FCP: flexible consumption pricing. */
const prices: readonly FieldData[] = [
  {
    id: 'hourly',
    label: 'Hourly prices',
    aliases: ['Instance prices', 'Prices'],
    shape: {
      kind: 'groups',
      least: 0,
      most: 1500,
      unique: 'type',
      fields: [
        {
          id: 'type',
          label: 'Instance type',
          required: 'always',
          shape: instanceType,
          help: 'The instance type that the price is for.',
          path: { changes: ['UpdatePricingTerms'], json: 'Terms[].RateCards[].RateCard[].DimensionKey' },
        },
        {
          id: 'hour',
          label: 'Hourly price',
          aliases: ['Price', 'Hourly'],
          required: 'always',
          shape: price,
          help: 'Price of an hour, in US dollars.',
          path: { changes: ['UpdatePricingTerms'], json: 'Terms[].RateCards[].RateCard[].Price' },
        },
        {
          id: 'year',
          label: 'Annual price',
          aliases: ['Yearly price', 'Annual'],
          shape: price,
          help: 'Price of a year, in US dollars, for Hourly_Annual.',
          path: { changes: ['UpdatePricingTerms'], json: 'Terms[].RateCards[Selector.Value=P365D].RateCard[].Price' },
        },
      ],
    },
    help: 'What an hour of each instance type costs.',
    path: { changes: ['UpdatePricingTerms'], json: 'Terms[].RateCards' },
  },
  {
    id: 'fcpCategory',
    label: 'FCP category',
    shape: { kind: 'text', sample: 'Users' },
    help: 'What flexible consumption pricing counts. All its dimensions share one category.',
  },
  {
    id: 'fcpUnit',
    label: 'FCP unit',
    shape: { kind: 'text', sample: 'UserHrs' },
    help: 'What one unit is called on the bill.',
  },
  {
    id: 'fcpDimensions',
    label: 'FCP dimensions',
    shape: {
      kind: 'groups',
      least: 0,
      most: 24,
      unique: 'name',
      fields: [
        {
          id: 'name',
          label: 'FCP dimension name',
          aliases: ['Name'],
          required: 'always',
          shape: {
            kind: 'text',
            most: 15,
            pattern: { test: /^[A-Za-z0-9_]+$/, means: 'letters, digits and _' },
            sample: 'users_small',
          },
          help: 'The name that the software meters by.',
          path: { changes: ['AddDimensions'], json: '[].Key' },
        },
        {
          id: 'description',
          label: 'FCP dimension description',
          aliases: ['Description'],
          required: 'always',
          shape: { kind: 'text', most: 70, isProse: true, sample: 'Up to 10 users' },
          help: 'What one unit of it is.',
          path: { changes: ['AddDimensions'], json: '[].Description' },
        },
        {
          id: 'rate',
          label: 'FCP rate',
          aliases: ['Rate', 'Price'],
          required: 'always',
          shape: price,
          help: 'Price of one unit for an hour, in US dollars.',
          path: { changes: ['UpdatePricingTerms'], json: 'Terms[].RateCards[].RateCard[].Price' },
        },
      ],
    },
    help: 'Dimensions of flexible consumption pricing: up to 24.',
    path: { changes: ['AddDimensions'], json: '' },
  },
];

/** A listing of AMIs: CreateProduct, UpdateInformation, where and on what it runs, the offer and who sees it. */
export const amiProduct: readonly FieldData[] = [
  formField,
  productField(),
  ...listingFields,
  ...availability,
  ...offerFields,
  ...prices,
  ...audienceFields,
  approvalField,
];
