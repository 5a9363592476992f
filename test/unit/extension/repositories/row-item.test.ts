import { describe, expect, it } from 'vitest';
import { ReleaseError } from '#problem';
import type { Node, RepositoryNode, TagNode } from '../../../../src/extension/repositories/node.ts';
import type { ImageFact } from '../../../../src/extension/repositories/repositories-model.ts';
import { rowItem } from '../../../../src/extension/repositories/row-item.ts';
import {
  platformTooltip,
  repositoryTooltip,
  tagTooltip,
  troubleTooltip,
} from '../../../../src/extension/repositories/row-tooltip.ts';

const digest = `sha256:${'1f'.repeat(32)}`;
const other = `sha256:${'2e'.repeat(32)}`;
const repository: RepositoryNode = {
  kind: 'repository',
  world: 'aws',
  registry: 'registry.example',
  name: 'zeebe',
  repository: 'a/zeebe',
};
const tag: TagNode = { kind: 'tag', parent: repository, tag: '1.0', digest, size: 5000 };
const words = { label: 'label', description: 'description', accessible: 'in words' };
const item = (node: Node, isFinal = false) => rowItem(node, words, isFinal);

describe('rowItem', () => {
  it('has words that menus look for, sorted and joined', () => {
    const platform: Node = { kind: 'platform', parent: tag, platform: 'linux/amd64', digest };
    expect(item(repository).contextValue).toBe('reference;repository');
    expect(item(tag).contextValue).toBe('reference;tag');
    expect(item(tag, true).contextValue).toBe('final;reference;tag');
    expect(item(platform, true).contextValue).toBe('platform;reference');
    for (const node of [repository, tag, platform]) {
      const words = item(node, true).contextValue?.split(';') ?? [];
      expect(words).toEqual([...words].sort());
    }
  });

  it('can be opened where there is something below', () => {
    const openable = ([repository, tag] as const).map((node) => item(node).collapsibleState);
    expect(openable).toEqual([1, 1]);
    expect(item({ kind: 'more', parent: repository }).collapsibleState).toBe(0);
  });

  it('asks when a row for more, or an error, is chosen, and does nothing else when others are', () => {
    const more: Node = { kind: 'more', parent: repository };
    const trouble: Node = { kind: 'trouble', parent: tag, error: new ReleaseError('unreachable', 'x') };
    expect(item(more).command).toMatchObject({ command: 'marketplaceRelease.loadMore', arguments: [more] });
    expect(item(trouble).command).toMatchObject({ command: 'marketplaceRelease.loadMore', arguments: [trouble] });
    expect(item(tag).command).toBeUndefined();
  });

  it('says in words what it shows', () => {
    expect(item(tag)).toMatchObject({
      label: 'label',
      description: 'description',
      accessibilityInformation: { label: 'in words' },
    });
  });
});

const image: ImageFact = {
  repository: 'a/zeebe',
  reference: digest,
  digest,
  mediaType: 'application/vnd.oci.image.index.v1+json',
  kind: 'index',
  platforms: [{ platform: 'linux/amd64', digest: other }],
  attestations: 1,
};
const now = Date.parse('2026-01-02T00:00:00Z');

describe('the tooltip of a tag', () => {
  const text = (fact: Partial<ImageFact> = {}, learnedAt = now, isFinal = true) =>
    tagTooltip(tag, { value: { ...image, ...fact }, learnedAt }, { isFinal, now }).value;

  it('has all of it', () => {
    expect(text()).toContain('`registry.example/a/zeebe:1.0`');
    expect(text()).toContain(`Digest: \`${digest}\``);
    expect(text()).toContain(`linux/amd64: \`${other}\``);
    expect(text()).toContain('Size: 5.0 kB');
    expect(text()).toContain('`application/vnd.oci.image.index.v1+json`');
    expect(text()).toContain('1 attestation entry');
    expect(text()).toContain('Final: this tag can be neither replaced nor deleted.');
  });

  it('says final only where tags are', () => {
    expect(text({}, now, false)).not.toContain('Final');
  });

  it('does not repeat the digest of a tag that holds one image', () => {
    const one = text({ platforms: [{ platform: 'linux/amd64', digest }] });
    expect(one).toContain('Platform: linux/amd64');
    expect(one.split(digest)).toHaveLength(2);
  });

  it('says how old it is, once it is', () => {
    expect(text({}, now - 59_999)).not.toContain('Asked');
    expect(text({}, now - 120_000)).toContain('Asked 2 minutes ago');
  });

  it('keeps what the list said when the image cannot be read', () => {
    const error = new ReleaseError('unreachable', 'registry.example cannot be reached');
    const { value } = tagTooltip(tag, error, { isFinal: false, now });
    expect(value).toContain(digest);
    expect(value).toContain('could not be read: registry.example cannot be reached');
  });
});

it('tooltips in a layout name its folder, as skopeo would be asked', () => {
  const parent = { ...repository, registry: 'handover.layout', layout: '/out/handover' };
  const inLayout = { ...tag, parent };
  const platform = { kind: 'platform', parent: inLayout, platform: 'linux/amd64', digest: other } as const;
  const shown = [
    repositoryTooltip(parent),
    tagTooltip(inLayout, { value: image, learnedAt: now }, { isFinal: false, now }),
    platformTooltip(platform),
  ].map(({ value }) => value);
  for (const value of shown) expect(value).not.toContain('handover.layout');
  expect(shown[0]).toContain('`oci:/out/handover:a/zeebe`');
  expect(shown[1]).toContain('`oci:/out/handover:a/zeebe:1.0`');
  expect(shown[2]).toContain(`\`oci:/out/handover:a/zeebe@${other}\``);
});

describe('text of registries in tooltips', () => {
  const hostile = '[click](command:evil) <b>x</b> ``` `` ` **bold**\n\n# head';

  it('is no markup, no link and no command', () => {
    const product = { id: 'prod-1', title: hostile };
    const shown = [
      repositoryTooltip({ ...repository, product }),
      tagTooltip(tag, { value: { ...image, mediaType: hostile }, learnedAt: now }, { isFinal: false, now }),
      platformTooltip({ kind: 'platform', parent: tag, platform: hostile, digest }),
      troubleTooltip({ kind: 'trouble', parent: tag, error: new ReleaseError('registry-error', hostile) }),
    ];
    for (const { value, isTrusted, supportHtml } of shown) {
      const outsideCode = value.replace(/(`+)[^`](?:.*?[^`])??\1(?!`)/gs, '');
      expect(outsideCode).not.toMatch(/(?<!\\)\[click|^# |(?<!\\)\*\*bold/m);
      expect(isTrusted ?? false).toBe(false);
      expect(supportHtml ?? false).toBe(false);
    }
  });
});
