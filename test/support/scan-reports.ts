/** A vulnerability, as tests write it. */
export interface SampleVulnerability {
  readonly id: string;
  readonly severity: string;
  readonly name?: string;
  readonly version?: string;
  readonly fixedIn?: string;
  /** Other names of it. */
  readonly also?: readonly string[];
}

/** What a report is about. */
export interface SampleImage {
  /** As it was given to the scanner. */
  readonly name: string;
  readonly repoDigests?: readonly string[];
  readonly tags?: readonly string[];
  /** Digest of its config. */
  readonly imageId?: string;
  /** Digest of its manifest; Grype's alone. */
  readonly manifest?: string;
  readonly architecture?: string;
}

const filled = ({ name = 'openssl', version = '3.0.1', fixedIn = '', also = [], ...one }: SampleVulnerability) => ({
  name,
  version,
  fixedIn,
  also,
  ...one,
});

/** JSON of Trivy (aquasecurity/trivy: pkg/types/report.go; integration/testdata/alpine-310.json.golden). */
export function trivyJson(image: SampleImage, vulnerabilities: readonly SampleVulnerability[] = []): object {
  const { name, repoDigests = [], tags = [], imageId, architecture = 'amd64' } = image;
  return {
    SchemaVersion: 2,
    Trivy: { Version: '0.68.0' },
    ArtifactName: name,
    ArtifactType: 'container_image',
    Metadata: {
      OS: { Family: 'alpine', Name: '3.20.0' },
      ...(imageId === undefined ? {} : { ImageID: imageId }),
      RepoTags: tags,
      RepoDigests: repoDigests,
      ImageConfig: { architecture, os: 'linux', rootfs: { type: 'layers', diff_ids: [] }, config: {} },
    },
    Results: [
      {
        Target: `${name} (alpine 3.20.0)`,
        Class: 'os-pkgs',
        Type: 'alpine',
        ...(vulnerabilities.length === 0 ? {} : { Vulnerabilities: vulnerabilities.map(filled).map(ofTrivy) }),
      },
    ],
  };
}

function ofTrivy({ id, severity, name, version, fixedIn, also }: ReturnType<typeof filled>) {
  return {
    VulnerabilityID: id,
    ...(also.length === 0 ? {} : { VendorIDs: also }),
    PkgName: name,
    InstalledVersion: version,
    ...(fixedIn === '' ? { Status: 'affected' } : { FixedVersion: fixedIn, Status: 'fixed' }),
    SeveritySource: 'nvd',
    Severity: severity.toUpperCase(),
  };
}

/** JSON of Grype (anchore/grype: grype/presenter/models; grype/presenter/json/testdata/snapshot/TestJsonImgsPresenter.golden). */
export function grypeJson(image: SampleImage, vulnerabilities: readonly SampleVulnerability[] = []): object {
  const { name, repoDigests = [], tags = [], imageId = '', manifest = '', architecture = 'amd64' } = image;
  return {
    matches: vulnerabilities.map(filled).map(({ id, severity, name: of, version, fixedIn, also }) => ({
      vulnerability: {
        id,
        dataSource: '',
        severity,
        urls: [],
        cvss: [],
        fix: { versions: fixedIn === '' ? [] : [fixedIn], state: fixedIn === '' ? 'not-fixed' : 'fixed' },
        advisories: [],
        risk: 0,
      },
      relatedVulnerabilities: also.map((other) => ({ id: other, dataSource: '', urls: [], cvss: [] })),
      matchDetails: [],
      artifact: { id: '1', name: of, version, type: 'apk', locations: [] },
    })),
    source: {
      type: 'image',
      target: {
        userInput: name,
        imageID: imageId,
        manifestDigest: manifest,
        mediaType: 'application/vnd.oci.image.manifest.v1+json',
        tags,
        imageSize: 1,
        layers: [],
        manifest: null,
        config: null,
        repoDigests,
        architecture,
        os: 'linux',
      },
    },
    distro: { name: 'alpine', version: '3.20.0', idLike: null },
    descriptor: { name: 'grype', version: '0.100.0' },
  };
}

const scores: Readonly<Record<string, string>> = { CRITICAL: '9.5', HIGH: '8.0', MEDIUM: '5.5', LOW: '2.0' };

/** SARIF of Trivy (aquasecurity/trivy: pkg/report/sarif.go, `Write`; integration/testdata/alpine-310.sarif.golden). */
export function trivySarif(image: SampleImage, vulnerabilities: readonly SampleVulnerability[] = []): object {
  const { name, repoDigests = [], tags = [], imageId = '' } = image;
  const all = vulnerabilities.map(filled).map((one) => ({ ...one, severity: one.severity.toUpperCase() }));
  return {
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Trivy',
            version: '0.68.0',
            rules: all.map(({ id, severity }) => ({
              id,
              name: 'OsPackageVulnerability',
              properties: {
                precision: 'very-high',
                'security-severity': scores[severity] ?? '0.0',
                tags: ['vulnerability', 'security', severity],
              },
            })),
          },
        },
        results: all.map(({ id, severity, name: of, version, fixedIn }, ruleIndex) => ({
          ruleId: id,
          ruleIndex,
          level: 'error',
          message: {
            text: `Package: ${of}\nInstalled Version: ${version}\nVulnerability ${id}\nSeverity: ${severity}\nFixed Version: ${fixedIn}\nLink: [${id}](https://avd.aquasec.com/nvd/${id})`,
          },
          locations: [],
        })),
        columnKind: 'utf16CodeUnits',
        properties: { imageName: name, repoTags: tags, repoDigests, imageID: imageId },
      },
    ],
  };
}

/** SARIF of Grype (anchore/grype: grype/presenter/sarif/presenter.go; testdata/snapshot/TestSarifPresenter_image.golden). */
export function grypeSarif(image: SampleImage, vulnerabilities: readonly SampleVulnerability[] = []): object {
  const all = vulnerabilities.map(filled);
  return {
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'grype',
            version: '0.100.0',
            rules: all.map(({ id, severity, name, version, fixedIn }) => ({
              id: `${id}-${name}`,
              name: 'ApkMatcherExactDirectMatch',
              help: {
                text: `Vulnerability ${id}\nSeverity: ${severity}\nPackage: ${name}\nVersion: ${version}\nFix Version: ${fixedIn}\nType: apk\nLocation: /lib/apk/db/installed\nData Namespace: alpine\nLink: ${id}`,
              },
              properties: { 'security-severity': '5.0' },
            })),
          },
        },
        results: all.map(({ id, severity, name, version }) => ({
          ruleId: `${id}-${name}`,
          level: 'error',
          message: {
            text: `A ${severity} vulnerability in apk package: ${name}, version ${version} was found in image ${image.name} at: /lib/apk/db/installed`,
          },
          locations: [],
        })),
      },
    ],
  };
}
