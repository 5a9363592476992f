import { describe, expect, it } from 'vitest';
import { ReleaseError } from '#problem';
import type { TargetOutline } from '#worker';
import type { Selected } from '../../../../src/extension/selection/selection.ts';
import { type Choice, targetChoices } from '../../../../src/extension/selection/target-choices.ts';

const outline = (name: string): TargetOutline => ({ name, kind: 'marketplace', registry: 'r.example', prefix: 'p' });
const [one, two] = ['/w/one/marketplace.yaml', '/w/two/marketplace.yaml'];
const single = { settings: one, targets: [outline('default')] };
const several = { settings: two, targets: [outline('staging'), outline('marketplace')] };
const aws = (more: Partial<Selected> = {}): Selected => ({ world: 'aws', settings: one, ...more });

const nameOf = (choice: Choice): string => {
  if (choice.kind === 'target') return `${choice.settings} ${choice.target.name}`;
  return choice.kind === 'profile' ? `profile ${choice.profile ?? '-'}` : choice.kind;
};
const current = (choices: readonly Choice[]) => choices.filter(({ isCurrent }) => isCurrent).map(nameOf);
const selectedBy = (choices: readonly Choice[], name: string) => {
  const choice = choices.find((one) => nameOf(one) === name);
  return choice && 'selected' in choice ? choice.selected : undefined;
};

describe('targetChoices', () => {
  it('are the sandbox, every target of every file, and the profiles', () => {
    expect(targetChoices(aws(), [single, several], ['seller', 'buyer']).map(nameOf)).toEqual([
      'sandbox',
      `${one} default`,
      `${two} staging`,
      `${two} marketplace`,
      'profile -',
      'profile seller',
      'profile buyer',
    ]);
  });

  it('leave the profiles out where none counts', () => {
    expect(targetChoices({ world: 'sandbox' }, [single], ['seller']).map(nameOf)).toEqual([
      'sandbox',
      'leave',
      `${one} default`,
    ]);
    expect(targetChoices(aws(), [single], []).map(nameOf)).toEqual(['sandbox', `${one} default`]);
  });

  it('mark what is chosen now', () => {
    expect(current(targetChoices(aws(), [single, several], ['seller']))).toEqual([`${one} default`, 'profile -']);
    expect(
      current(targetChoices(aws({ settings: two, target: 'staging', profile: 'seller' }), [several], ['seller'])),
    ).toEqual([`${two} staging`, 'profile seller']);
    // None of several is.
    expect(current(targetChoices(aws({ settings: two }), [several], []))).toEqual([]);
    expect(current(targetChoices({ world: 'sandbox', settings: one }, [single], []))).toEqual([
      'sandbox',
      `${one} default`,
    ]);
  });

  it('stay in the sandbox with every target: only one of them leads out of it, with what is chosen', () => {
    const here: Selected = { world: 'sandbox', settings: two, target: 'staging', profile: 'seller' };
    const choices = targetChoices(here, [several], []);
    expect(selectedBy(choices, `${two} marketplace`)).toEqual({ ...here, target: 'marketplace' });
    expect(current(choices)).toEqual(['sandbox', `${two} staging`]);
    expect(selectedBy(choices, 'leave')).toEqual({ ...here, world: 'aws' });
    expect(targetChoices(aws(), [several], []).map(nameOf)).not.toContain('leave');
  });

  it('name a target only where there are several', () => {
    const choices = targetChoices(aws(), [single, several], []);
    expect(selectedBy(choices, `${one} default`)).toEqual({ world: 'aws', settings: one });
    expect(selectedBy(choices, `${two} staging`)).toEqual({ world: 'aws', settings: two, target: 'staging' });
  });

  it('keep the profile for the targets of the same file only', () => {
    const choices = targetChoices(aws({ profile: 'seller' }), [single, several], ['seller']);
    expect(selectedBy(choices, `${one} default`)).toMatchObject({ profile: 'seller' });
    expect(selectedBy(choices, `${two} staging`)).not.toHaveProperty('profile');
  });

  it('change nothing but the profile, or take it back', () => {
    const choices = targetChoices(aws({ target: 'x', profile: 'buyer' }), [single], ['seller', 'buyer']);
    expect(selectedBy(choices, 'profile seller')).toEqual({
      world: 'aws',
      settings: one,
      target: 'x',
      profile: 'seller',
    });
    expect(selectedBy(choices, 'profile -')).toEqual({ world: 'aws', settings: one, target: 'x' });
  });

  it('say which file could not be read, and offer the others', () => {
    const broken = { settings: two, targets: [], failure: new ReleaseError('input-invalid', 'no') };
    const choices = targetChoices(aws(), [single, broken], []);
    expect(choices.map(nameOf)).toEqual(['sandbox', `${one} default`, 'unreadable']);
    expect(choices.at(-1)).toMatchObject({ settings: two, message: 'no' });
  });
});
