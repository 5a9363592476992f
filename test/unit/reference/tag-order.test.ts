import { describe, expect, it } from 'vitest';
import { highestRelease, newestRelease } from '#reference';

/** What stands in a list, what the repository has beside it, and what is newest; after real repositories. */
const families: readonly [name: string, current: string, tags: string, newest: string | undefined][] = [
  // -- plain versions
  ['three parts', '8.3.4', '8.3.3 8.3.4 8.3.5', '8.3.5'],
  ['numbers as numbers', '8.3.9', '8.3.10 8.3.2', '8.3.10'],
  ['a higher minor', '8.3.4', '8.3.5 8.4.0', '8.4.0'],
  ['a higher major', '8.3.4', '8.3.5 9.0.0', '9.0.0'],
  ['nothing newer', '8.3.4', '8.3.4 8.3.3 8.2.0', undefined],
  ['no tags', '8.3.4', '', undefined],
  ['moving tags of fewer parts', '8.3.4', '8 8.3 8.4 9 latest', undefined],
  ['two parts', '8.3', '8.4 8.3.7 9', '8.4'],
  ['one part (Fedora)', '39', '38 40 41 rawhide', '41'],
  ['four parts', '4.9.0.1', '4.9.0.2 4.9.1', '4.9.0.2'],
  ['zeros in front', '1.08', '1.9 1.10', '1.10'],
  ['very long numbers', '1.20231128093015123456788', '1.20231128093015123456789', '1.20231128093015123456789'],
  // -- prefixes
  ['v kept', 'v1.2.3', '1.2.4 v1.2.4', 'v1.2.4'],
  ['v not added', '1.2.3', 'v1.2.4', undefined],
  ['release-', 'release-1.25.3', 'release-1.25.4 1.25.5 debug-1.26.0', 'release-1.25.4'],
  ['version-', 'version-1.2.3', 'version-1.2.10', 'version-1.2.10'],
  [
    'a chart in a common repository',
    'camunda-platform-8.3.4',
    'camunda-platform-8.3.5 other-9.0.0',
    'camunda-platform-8.3.5',
  ],
  ['Java behind a dash', 'jdk-17.0.9', 'jdk-17.0.10 jre-17.0.11', 'jdk-17.0.10'],
  ['Java before the version', 'java17-8.3.4', 'java17-8.3.5 java21-8.4.0', 'java17-8.3.5'],
  ['Ubuntu by name and date', 'jammy-20231211', 'jammy-20240111 noble-20240225', 'jammy-20240111'],
  // -- flavours
  ['alpine', '8.3.4-alpine', '8.3.5 8.3.5-alpine 8.4.0-slim', '8.3.5-alpine'],
  ['alpine with its version', '7.2.3-alpine3.19', '7.2.4-alpine3.19 7.2.5-alpine3.20', '7.2.4-alpine3.19'],
  ['no flavour to one without', '1.25.3', '1.25.4-alpine 1.25.4-perl', undefined],
  ['debian names', '16.1-bookworm', '16.2-bookworm 16.3-bullseye', '16.2-bookworm'],
  ['slim and debian', '3.12.1-slim-bookworm', '3.12.2-slim-bookworm 3.12.3-bookworm', '3.12.2-slim-bookworm'],
  ['ubuntu with its version', '6.4-ubuntu-22.04', '6.5-ubuntu-22.04 7.0-ubuntu-24.04', '6.5-ubuntu-22.04'],
  ['architectures', '2.7.1-amd64', '2.7.2-arm64 2.7.2-amd64 2.8.0', '2.7.2-amd64'],
  [
    'Windows Server Core',
    '1.2.3-windowsservercore-ltsc2022',
    '1.2.4-windowsservercore-ltsc2022 1.3.0-nanoserver-1809',
    '1.2.4-windowsservercore-ltsc2022',
  ],
  ['Windows itself', 'ltsc2022', 'ltsc2019 ltsc2025 20H2', 'ltsc2025'],
  [
    'CUDA',
    '12.1.1-cudnn8-runtime-ubuntu22.04',
    '12.2.0-cudnn8-runtime-ubuntu22.04 12.3.0-cudnn9-runtime-ubuntu22.04',
    '12.2.0-cudnn8-runtime-ubuntu22.04',
  ],
  ['PHP and Apache', '6.4.2-php8.2-apache', '6.4.3-php8.2-apache 6.4.3-php8.3-apache', '6.4.3-php8.2-apache'],
  ['distroless', '1.29.0-debug-nonroot', '1.30.0-debug-nonroot 1.30.0', '1.30.0-debug-nonroot'],
  ['management plugin', '3.12.10-management', '3.12.11-management 3.13.0-management-alpine', '3.12.11-management'],
  // -- revisions
  ['a re-release', '8.3.4', '8.3.4-1', '8.3.4-1'],
  ['a second re-release', '8.3.4-1', '8.3.4 8.3.4-2', '8.3.4-2'],
  ['a release after a re-release', '8.3.4-1', '8.3.4-2 8.3.5', '8.3.5'],
  ['a re-release of what is older', '8.3.5', '8.3.4-1', undefined],
  ['Bitnami', '15.4.0-debian-11-r5', '15.4.0-debian-11-r10 15.4.0 16.0.0 15.4.0-debian-12-r20', '15.4.0-debian-11-r10'],
  ['Bitnami, a new version', '15.4.0-debian-11-r45', '15.5.0-debian-11-r0 15.5.0-debian-11', '15.5.0-debian-11-r0'],
  ['Alpine packages', '1.24.0-r7', '1.24.0-r15 1.24.1', '1.24.0-r15'],
  ['LinuxServer', '10.8.13-ls20', '10.8.13-ls31 10.8.14', '10.8.13-ls31'],
  ['LinuxServer with a date', '2024.1.1-ls6', '2024.1.1-ls7 2024.2.0-ls1', '2024.2.0-ls1'],
  ['K3s', 'v1.28.4-k3s1', 'v1.28.4-k3s2 v1.29.0', 'v1.28.4-k3s2'],
  ['EKS add-ons', 'v1.10.1-eksbuild.4', 'v1.10.1-eksbuild.10 v1.11.0', 'v1.10.1-eksbuild.10'],
  ['GKE', '1.27.3-gke.100', '1.27.3-gke.1700', '1.27.3-gke.1700'],
  ['GitLab', '16.7.0-ce.0', '16.7.2-ce.0 16.8.0-ee.0 16.8.0-rc42.ce.0', '16.7.2-ce.0'],
  ['build numbers', '2.3.1-4567', '2.3.1-4568 2.3.1-1', '2.3.1-4568'],
  ['a build number is no re-release', '2.3.1', '2.3.1-4568', undefined],
  ['OpenSSL letters', '1.0.2t', '1.0.2u 1.0.2', '1.0.2u'],
  ['Temurin 17', '17.0.9_9-jre', '17.0.10_7-jre 21.0.1_12-jre-alpine', '17.0.10_7-jre'],
  ['Temurin 8', '8u392-b08-jre', '8u402-b06-jre 8u402-b06-jdk', '8u402-b06-jre'],
  // -- pre-releases
  ['pre-releases for those who have one only', '8.3.4', '8.4.0-alpha1 8.4.0-rc1 8.4.0-SNAPSHOT', undefined],
  ['alpha to alpha', '8.4.0-alpha1', '8.4.0-alpha2 8.4.0-alpha10', '8.4.0-alpha10'],
  ['alpha to rc', '8.4.0-alpha2', '8.4.0-beta1 8.4.0-rc1 8.4.0-alpha9', '8.4.0-rc1'],
  ['a release before a higher pre-release', '8.4.0-rc2', '8.4.0 8.5.0-alpha1', '8.4.0'],
  ['rc with a dot', '1.29.0-rc.1', '1.29.0-rc.2 1.29.0-beta.9', '1.29.0-rc.2'],
  ['Go and Python', '1.22rc1', '1.22rc2 1.21.5', '1.22rc2'],
  ['milestones', '3.2.0-M1', '3.2.0-M3 3.2.0-RC1', '3.2.0-RC1'],
  ['rc with flavour', '8.0-rc1-alpine', '8.0-rc2-alpine 8.0-rc3', '8.0-rc2-alpine'],
  ['snapshots move', '8.4.0-SNAPSHOT', '8.5.0-SNAPSHOT 8.4.0', '8.4.0'],
  ['nightlies move', '1.2.3', '1.2.4-nightly 1.3.0-dev nightly-2.0.0', undefined],
  ['numbered canaries', '2.0.0-canary.5', '2.0.0-canary.10 2.0.0-canary 2.1.0-beta.1 2.0.0-next.7', '2.0.0-canary.10'],
  ['the release of a canary', '2.0.0-canary.5', '2.0.0-canary.6 2.0.0', '2.0.0'],
  ['next and its release', '2.0.0-next.5', '2.0.0-next.6 2.0.0', '2.0.0'],
  ['dev with a number', '2.0.0-dev.5', '2.0.0-dev.12', '2.0.0-dev.12'],
  ['nightlies with a date', '3.0.0-nightly.20240101', '3.0.0-nightly.20240102 3.0.0-alpha1', '3.0.0-nightly.20240102'],
  ['the release of a nightly', '3.0.0-nightly.20240101', '3.0.0-nightly.20240102 3.0.0', '3.0.0'],
  ['no nightly for an alpha', '3.0.0-alpha1', '3.1.0-nightly.20240101 3.0.0-dev.9', undefined],
  ['a candidate for an alpha', '8.4.0-alpha2-rc1', '8.4.0-alpha2-rc2 8.4.0-alpha1', '8.4.0-alpha2-rc2'],
  ['an alpha after its candidates', '8.4.0-alpha2-rc1', '8.4.0-alpha2-rc2 8.4.0-alpha2', '8.4.0-alpha2'],
  ['the release of a candidate for an alpha', '8.4.0-alpha2-rc1', '8.4.0-alpha3 8.4.0', '8.4.0'],
  ['a flavour that is always there (Chainguard)', '3.12-dev', '3.13-dev 3.13', '3.13-dev'],
  ['a flavour that is always there, of tests', '8.3.4-test', '8.3.5-test 8.3.5 8.3.6', '8.3.5-test'],
  ['a flavour that is always there, of the edge', '1.2.3-edge', '1.2.4-edge 1.2.4', '1.2.4-edge'],
  [
    'a flavour on something',
    '12.1.1-devel-ubuntu22.04',
    '12.2.0-devel-ubuntu22.04 12.2.0-ubuntu22.04 12.3.0-devel',
    '12.2.0-devel-ubuntu22.04',
  ],
  ['the newest of a flavour', '3.13-dev', '3.12-dev 3.13 3.14', undefined],
  ['a word that no other version has', '8.4.0-dev', '8.4.0', '8.4.0'],
  ['no other word', '8.4.0-dev', '8.5.0-test 8.5.0-edge', undefined],
  ['no flavour for an alpha', '8.4.0-alpha1', '8.5.0-test', undefined],
  ['no flavour for a numbered build', '8.4.0-dev.5', '8.5.0-dev', undefined],
  ['HAProxy', '2.9-dev12', '2.9-dev13 2.9-dev9', '2.9-dev13'],
  ['Linkerd', 'edge-24.10.1', 'edge-24.11.1 edge stable-2.14.10', 'edge-24.11.1'],
  ['a channel before a short version moves', 'edge-24.9', 'edge-24.10', undefined],
  ['JBoss', '2.5.0.CR1', '2.5.0.CR2 2.5.0.Final', '2.5.0.Final'],
  ['JBoss, from release to release', '2.5.0.Final', '2.6.0.CR1 2.6.1.Final 2.7.0', '2.6.1.Final'],
  ['Python nightlies', '2024.2.0.dev20240101', '2024.2.0.dev20240102 2024.2.0', '2024.2.0'],
  ['b is a flavour where no number follows', '1.0.0-bullseye', '1.0.1-bullseye', '1.0.1-bullseye'],
  // -- calendar versions
  ['year and month', '22.04', '24.04 23.10 noble', '24.04'],
  ['year, month, number', '2024.01.1', '2024.2.0 2023.12.9', '2024.2.0'],
  ['dates', '20231128', '20240111 3.19 edge', '20240111'],
  ['dates with hyphens', '2023-11-28', '2024-01-11', '2024-01-11'],
  [
    'MinIO',
    'RELEASE.2024-01-11T07-46-16Z',
    'RELEASE.2024-01-13T07-53-03Z RELEASE.2024-01-16T16-07-38Z.fips',
    'RELEASE.2024-01-13T07-53-03Z',
  ],
  ['a stray date among versions', '8.3.4', '20231128 20231128.1.1', undefined],
  ['a stray version among dates', '20231128', '99999999999 21', undefined],
  ['a year is no version', '9.4', '2024.1', undefined],
  // -- no versions
  ['latest', 'latest', '1.0.0', undefined],
  ['a branch', 'main', 'main 1.0.0', undefined],
  ['a commit id', '1a2b3c4', '1a2b3c5 2b3c4d5', undefined],
  ['a commit id without letters', '1234567', '7654321 1a2b3c4', undefined],
  ['git describe', '1.2.3-g1a2b3c4', '1.2.4-g2b3c4d5', undefined],
  ['a version with a commit id', 'v1.2.3-1a2b3c4', 'v1.2.4-2b3c4d5', undefined],
  ['signatures', 'sha256-77ab', 'sha256-88ab.sig', undefined],
  ['pull requests', 'pr-12', 'pr-13', undefined],
];

describe('newestRelease', () => {
  it.each(families)('%s: %s', (_, current, tags, newest) => {
    const all = tags.split(' ').filter((tag) => tag !== '');
    expect(newestRelease(current, all)).toBe(newest);
    expect(newestRelease(current, [current, ...all].reverse())).toBe(newest);
  });

  it('goes nowhere from the newest, and never back', () => {
    for (const [, current, tags, newest] of families) {
      if (newest === undefined) continue;
      expect(newestRelease(newest, [current, ...tags.split(' ')])).toBeUndefined();
    }
  });
});

describe('highestRelease', () => {
  const tags = [
    'latest',
    '9',
    '9.0',
    '9.0.1',
    '8.3.4',
    '9.1.0-rc1',
    '9.0.1-alpine',
    '9.0.2-alpine',
    'v8.9.9',
    '20231128',
    'sha256-1.sig',
  ];

  it('is the most exact tag of the highest release', () => {
    expect(highestRelease(tags)).toBe('9.0.1');
  });

  it('is of the flavour that the moving name has', () => {
    expect(highestRelease(tags, 'latest-alpine')).toBe('9.0.2-alpine');
    expect(highestRelease(tags, 'alpine')).toBe('9.0.2-alpine');
    expect(highestRelease(tags, 'latest-windows')).toBeUndefined();
  });

  it('is a release with a word for it, and of the one name that all have', () => {
    expect(highestRelease(['latest', '2.4', '2.5.0.Final', '2.6.1.Final', '2.7.0.CR1'])).toBe('2.6.1.Final');
    const minio = [
      'latest',
      'RELEASE.2024-01-11T07-46-16Z',
      'RELEASE.2024-01-13T07-53-03Z',
      'RELEASE.2024-02-01T00-00-00Z.fips',
    ];
    expect(highestRelease(minio)).toBe('RELEASE.2024-01-13T07-53-03Z');
    expect(highestRelease(['controller-v1.9.4', 'controller-v1.10.0', 'controller-v1.11.0-beta.1'])).toBe(
      'controller-v1.10.0',
    );
    expect(highestRelease(['controller-v1.9.4', 'defaultbackend-1.5'])).toBeUndefined();
    expect(highestRelease(['controller-v1.9.4', '1.2.0'])).toBe('1.2.0');
  });

  it('is a date only where there are no versions', () => {
    expect(highestRelease(['latest', '20231128', '20240111', 'main'])).toBe('20240111');
    expect(highestRelease(['latest', 'main', '1a2b3c4'])).toBeUndefined();
  });
});
