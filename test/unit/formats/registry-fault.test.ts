import { describe, expect, it } from 'vitest';
import { parseSettings } from '#formats';

/** What is said of a registry. */
function said(registry: string): string[] {
  const { problems } = parseSettings(`version: 1\ntarget:\n  registry: ${JSON.stringify(registry)}\n`);
  return problems.map(({ message }) => message);
}

describe('a registry that is none', () => {
  it.each([
    ['oci:', 'must name a folder behind oci:'],
    ['registry.example:99999', 'must have a port up to 65535, not 99999'],
    ['{account}.registry.example:65536', 'must have a port up to 65535, not 65536'],
    ['https://registry.example', 'must be a registry host, without https://'],
    ['registry.example/team', 'must be a registry host, without a path; the path is the prefix'],
    ['registry_example', 'must be a registry host, such as'],
    ['registry.example:port', 'must be a registry host, such as'],
  ])('%s: what is wrong with it', (registry, words) => {
    expect(said(registry)).toEqual([expect.stringContaining(words)]);
  });

  it('is none of these', () => {
    for (const registry of [
      'registry.example:65535',
      'localhost:5000',
      'oci:out',
      '{account}.dkr.ecr.{region}.amazonaws.com',
    ])
      expect(said(registry)).toEqual([]);
  });
});
