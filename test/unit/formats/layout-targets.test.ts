import { describe, expect, it } from 'vitest';
import { parseSettings } from '#formats';

const problems = (targets: string) =>
  parseSettings(`version: 1\ntargets:\n${targets}`).problems.map(({ range, message }) => `${range.line} ${message}`);

describe('targets that are image layouts', () => {
  it('have names of their own', () => {
    expect(problems('  a: { registry: "oci:a" }\n  b: { registry: "oci:a", kind: oci }\n')).toEqual([]);
  });

  it('are of no other kind', () => {
    expect(problems('  a: { registry: "oci:a", kind: marketplace }\n')).toEqual([
      '3 The target is an image layout, a folder: its kind is oci, not marketplace.',
    ]);
  });

  it('are told from registries that are only read from a folder', () => {
    const registries = 'registries:\n  Harbor.example: { mirror: "oci:in" }\n  docker.io: { mirror: "oci:in" }\n';
    expect(problems(`  a: { registry: harbor.example }\n${registries}`)).toEqual([
      '5 registries.Harbor.example.mirror is a folder, but Harbor.example is the registry of a target.',
    ]);
  });

  it('have no names that become the same, or no host', () => {
    const both =
      '  Hand_over: { registry: "oci:a" }\n  hand-over: { registry: "oci:b" }\n  over-: { registry: "oci:c" }\n';
    expect(problems(both)).toEqual([
      '4 The name hand-over is too much like Hand_over: both are hand-over.layout.',
      '5 The name over- must end with a letter or a digit.',
    ]);
  });
});
