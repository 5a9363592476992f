import { describe, expect, it } from 'vitest';
import { parseSettings } from '#formats';
import { loginCommand } from '../../../../src/extension/selection/login-command.ts';
import { settingsTemplate } from '../../../../src/extension/selection/settings-template.ts';
import {
  type Standing,
  statusFacts,
  statusLabel,
  statusText,
} from '../../../../src/extension/selection/status-words.ts';

const registry = '709825985650.dkr.ecr.us-east-1.amazonaws.com';
const unknown: Standing = {
  world: 'aws',
  chosen: undefined,
  target: undefined,
  account: undefined,
  profile: undefined,
  settings: 'marketplace.yaml',
};
const target = { kind: 'marketplace', registry, prefix: 'camunda/camunda8' } as const;
const known: Standing = { ...unknown, target, account: '111122223333', profile: 'seller' };

describe('the status bar', () => {
  it('says where a job would go, and as whom', () => {
    expect(statusText(known)).toBe('$(package) marketplace · 111122223333 · seller');
    expect(statusLabel(known)).toBe('Marketplace target marketplace, account 111122223333, profile seller');
  });

  it('says what is known before anybody was asked', () => {
    expect(statusText(unknown)).toBe('$(package) Marketplace');
    expect(statusText({ ...unknown, chosen: 'staging', profile: 'seller' })).toBe('$(package) staging · seller');
  });

  it('says that it is the sandbox', () => {
    const sandbox = { ...known, world: 'sandbox', profile: undefined } as const;
    expect(statusText(sandbox)).toBe('$(beaker) sandbox · camunda/camunda8');
    expect(statusLabel(sandbox)).toBe('Marketplace sandbox, camunda/camunda8');
    expect(statusText({ ...sandbox, target: undefined })).toBe('$(beaker) sandbox');
    // All of the sandbox's registry.
    expect(statusText({ ...sandbox, target: { ...target, prefix: '' } })).toBe('$(beaker) sandbox');
  });

  it('has all of it in its tooltip', () => {
    expect(statusFacts(known)).toEqual([
      ['Target', 'marketplace'],
      ['Registry', registry],
      ['Registry of account', '709825985650'],
      ['Prefix', 'camunda/camunda8'],
      ['Account', '111122223333'],
      ['Profile', 'seller'],
      ['Settings', 'marketplace.yaml'],
    ]);
    expect(statusFacts(unknown)).toEqual([['Settings', 'marketplace.yaml']]);
    const layout = { kind: 'oci', registry: 'default.layout', prefix: '', layout: '/repo/out' } as const;
    expect(statusFacts({ ...unknown, target: layout })).toContainEqual(['Layout', '/repo/out']);
    expect(JSON.stringify(statusFacts({ ...unknown, target: layout }))).not.toContain('default.layout');
  });

  it('shows what is invisible in names', () => {
    expect(statusText({ ...known, profile: 'sel\u202eler' })).not.toContain('\u202e');
  });
});

describe('loginCommand', () => {
  it('names the profile', () => {
    expect(loginCommand('seller')).toEqual({ text: 'aws sso login --profile seller', environment: {} });
    expect(loginCommand('team_a.prod+1')).toMatchObject({ text: 'aws sso login --profile team_a.prod+1' });
    expect(loginCommand(undefined)).toEqual({ text: 'aws sso login', environment: {} });
  });

  it.each(['a b', 'a;rm -rf ~', '$(id)', '`id`', 'a\nb', '-x', "a'b", 'a"b', 'a|b', 'a&b', 'a>b', 'ü', ''])(
    'writes %j into no shell',
    (profile) => {
      expect(loginCommand(profile)).toEqual({ text: 'aws sso login', environment: { AWS_PROFILE: profile } });
    },
  );
});

describe('the new marketplace.yaml', () => {
  it('is one that nothing is wrong with', () => {
    expect(parseSettings(settingsTemplate).problems).toEqual([]);
  });

  it('is right in what it comments out, too', () => {
    // Comments that are settings: their keys begin in the first column or below `target`.
    const all = settingsTemplate.replaceAll(/^( *)# ?(?=(?: *- \{|[a-z]+:| {2,}\S))/gm, '$1');
    expect(all).toContain('\nnames:\n');
    expect(all).toContain('\n  profile: seller');
    expect(parseSettings(all).problems).toEqual([]);
  });
});
