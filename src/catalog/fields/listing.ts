import type { Condition, FieldData } from '../field-spec.ts';
import { categories } from '../lists/categories.ts';
import { httpsFault, logoFault, webFault } from '../values/addresses.ts';

/**
 * What a listing says of itself: UpdateInformation, the same for containers and AMIs. Limits: developer guide, "Work with seller
 * products"; schemas of the change types (awslabs/aws-marketplace-catalog-api-shapes-for-python).
 */
const update = ['UpdateInformation'];

/** On a draft the first UpdateInformation needs nearly everything (developer guide, "Update information"). */
const whenNew: Condition = { when: 'the listing is new', field: 'productId', is: 'absent' };

const text = { missing: 'INVALID_INPUT', long: 'INVALID_INPUT', characters: 'INVALID_INPUT' };

export const listingFields: readonly FieldData[] = [
  {
    id: 'title',
    label: 'Product title',
    aliases: ['Title', 'ProductTitle'],
    required: whenNew,
    shape: { kind: 'text', most: 72, isProse: true, sample: 'Example platform' },
    help: 'The name that buyers search for. Repackaged paid software shows here what it adds.',
    path: { changes: ['CreateProduct', 'UpdateInformation'], json: 'ProductTitle' },
    awsCodes: text,
  },
  {
    id: 'sku',
    label: 'SKU',
    aliases: ['Product SKU'],
    // The schema says 5000, the guide 100: the smaller one.
    shape: { kind: 'text', most: 100, sample: 'EXAMPLE-1' },
    help: 'Your own number for the product. Buyers do not see it.',
    path: { changes: update, json: 'Sku' },
    awsCodes: { long: 'INVALID_INPUT' },
  },
  {
    id: 'shortDescription',
    label: 'Short description',
    aliases: ['ShortDescription', 'Product short description'],
    required: whenNew,
    shape: { kind: 'text', most: 1000, isProse: true, sample: 'Runs business processes.' },
    help: 'One to three sentences for search results; 350 characters are shown everywhere. For repackaged paid software it starts "This product has charges associated with it for".',
    path: { changes: update, json: 'ShortDescription' },
    awsCodes: text,
  },
  {
    id: 'longDescription',
    label: 'Long description',
    aliases: ['Full description', 'LongDescription', 'Product long description'],
    required: whenNew,
    shape: {
      kind: 'text',
      most: 5000,
      isProse: true,
      sample: 'Runs business processes, and shows what they wait for.',
    },
    help: 'What the product does and for whom. What it downloads or connects to at run time has to be said here or in the usage instructions.',
    path: { changes: update, json: 'LongDescription' },
    awsCodes: text,
  },
  {
    id: 'logo',
    label: 'Product logo image URL',
    aliases: ['Logo URL', 'Product logo', 'LogoUrl'],
    required: whenNew,
    shape: {
      kind: 'text',
      most: 2048,
      judge: logoFault,
      sample: 'https://example-media.s3.amazonaws.com/logo.png',
    },
    help: 'https address of a readable PNG, JPEG or GIF in Amazon S3: under 5 MB, 120 to 640 pixels, square or twice as wide as high.',
    path: { changes: update, json: 'LogoUrl' },
    awsCodes: {
      missing: 'INVALID_INPUT',
      long: 'INVALID_MEDIA',
      remote: ['InvalidImageProperties', 'EXPLICIT_CONTENT'],
    },
  },
  {
    id: 'video',
    label: 'Product video URL',
    aliases: ['Video URL', 'Video URLs', 'VideoUrls'],
    shape: {
      kind: 'list',
      least: 0,
      most: 1,
      item: { kind: 'text', most: 2048, judge: httpsFault('INVALID_MEDIA'), sample: 'https://video.example/tour' },
    },
    help: 'https address of one video about the product.',
    path: { changes: update, json: 'VideoUrls' },
    awsCodes: { long: 'INVALID_MEDIA', many: 'TOO_MANY_MEDIA' },
  },
  {
    id: 'highlights',
    label: 'Highlights',
    aliases: ['Highlight', 'Product highlights'],
    required: whenNew,
    shape: {
      kind: 'list',
      least: 1,
      most: 3,
      item: { kind: 'text', most: 500, isProse: true, sample: 'Installs in minutes' },
    },
    help: 'One to three short claims, shown as bullets beside the description.',
    path: { changes: update, json: 'Highlights' },
    awsCodes: { ...text, few: 'INVALID_INPUT', many: 'INVALID_INPUT' },
  },
  {
    id: 'categories',
    label: 'Product categories',
    aliases: ['Categories', 'Product category', 'Category'],
    required: whenNew,
    shape: {
      kind: 'list',
      least: 1,
      most: 3,
      item: { kind: 'text', list: categories },
    },
    help: 'One to three categories, spelt exactly as AWS does.',
    path: { changes: update, json: 'Categories' },
    awsCodes: {
      missing: 'INVALID_INPUT',
      value: 'INVALID_CATEGORY_NAMES',
      twice: 'INVALID_CATEGORY_NAMES',
      few: 'INVALID_INPUT',
      many: 'INVALID_INPUT',
    },
  },
  {
    id: 'keywords',
    label: 'Search keywords',
    aliases: ['Keywords', 'SearchKeywords', 'Search terms'],
    required: whenNew,
    shape: {
      kind: 'list',
      least: 1,
      most: 15,
      total: 250,
      separator: ',',
      item: { kind: 'text', most: 50, isProse: true, sample: 'process' },
    },
    help: 'Words that buyers may search for. Title, vendor and categories are found anyway.',
    path: { changes: update, json: 'SearchKeywords' },
    awsCodes: { ...text, few: 'INVALID_INPUT', many: 'INVALID_INPUT' },
  },
  {
    id: 'resources',
    label: 'Resources',
    aliases: ['Additional resources', 'AdditionalResources', 'Product resources'],
    // A draft wants the member, though an empty list will do: that is for the change set to send.
    shape: {
      kind: 'groups',
      least: 0,
      most: 3,
      fields: [
        {
          id: 'text',
          label: 'Text',
          aliases: ['Name', 'Title'],
          required: 'always',
          shape: { kind: 'text', most: 500, isProse: true, sample: 'Documentation' },
          help: 'What the link says.',
          path: { changes: update, json: 'AdditionalResources[].Text' },
          awsCodes: text,
        },
        {
          id: 'url',
          label: 'URL',
          aliases: ['Link', 'Address'],
          required: 'always',
          shape: {
            kind: 'text',
            judge: webFault('INVALID_ADDITIONAL_RESOURCES'),
            sample: 'https://docs.example/',
          },
          help: 'http or https address of the page.',
          path: { changes: update, json: 'AdditionalResources[].Url' },
          awsCodes: { missing: 'INVALID_ADDITIONAL_RESOURCES' },
        },
      ],
    },
    help: 'Up to three links to documentation and the like.',
    path: { changes: update, json: 'AdditionalResources' },
    awsCodes: { many: 'INVALID_ADDITIONAL_RESOURCES' },
  },
  {
    id: 'support',
    label: 'Support information',
    aliases: ['Support description', 'SupportDescription', 'Support details'],
    required: whenNew,
    shape: { kind: 'text', most: 2000, isProse: true, sample: 'Write to support@vendor.example.' },
    help: 'How buyers reach support, and what they can expect.',
    path: { changes: update, json: 'SupportDescription' },
    awsCodes: text,
  },
];
