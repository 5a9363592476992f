import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { awsProfiles } from '#platform';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'aws-profiles-'));
  await mkdir(path.join(home, '.aws'));
});
afterEach(() => rm(home, { recursive: true }));

it('names the profiles of both files, and nothing else of them', async () => {
  const config = [
    '[profile seller]\r\nregion = eu-central-1\r\n',
    '  [profile "two words"]  # a comment',
    '[sso-session corp]\nsso_start_url = https://[profile no]',
    '[services local]\n[plain]\n[profile ]\n[]\n[default]\n',
  ].join('\n');
  await writeFile(path.join(home, '.aws', 'config'), config);
  await writeFile(path.join(home, '.aws', 'credentials'), '[default]\naws_secret_access_key = x\n[ci]\n[seller]\n');
  expect(await awsProfiles({}, home)).toEqual(['default', 'ci', 'seller', 'two words']);
});

it('looks where the environment says', async () => {
  await writeFile(path.join(home, 'c'), '[profile a]\n');
  await writeFile(path.join(home, 'd'), '[b]\n');
  const environment = { AWS_CONFIG_FILE: path.join(home, 'c'), AWS_SHARED_CREDENTIALS_FILE: path.join(home, 'd') };
  expect(await awsProfiles(environment, '/nowhere')).toEqual(['a', 'b']);
});

it('finds none where nothing can be read, and stops reading in time', async () => {
  expect(await awsProfiles({ AWS_CONFIG_FILE: home }, '/nowhere')).toEqual([]);
  await writeFile(path.join(home, '.aws', 'config'), `[profile a]\n${'#\n'.repeat(600_000)}[profile late]\n`);
  expect(await awsProfiles({}, home)).toEqual(['a']);
});
