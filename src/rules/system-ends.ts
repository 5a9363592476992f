/** The day on which these dates were taken, from endoflife.date and the pages that it names, and from AWS's page on Amazon Linux 2023. */
export const endsTaken = '2026-04-23';

/** An operating system of images and until when its releases get security updates that everyone gets. */
export interface SystemEnds {
  readonly name: string;
  /** Parts of `VERSION_ID` that name a release: 1 of `12.4` is `12`. */
  readonly parts: 1 | 2;
  /** The last day, by release, from the newest down; what is older than the last one has ended before. */
  readonly releases: Readonly<Record<string, string>>;
}

/**
 * By `ID` of os-release(5). Debian's dates are those of its long-term support; what only paying customers get (Ubuntu Pro, Red Hat's ELS, SUSE's
 * LTSS) does not count.
 */
export const systemEnds: Readonly<Partial<Record<string, SystemEnds>>> = {
  debian: {
    name: 'Debian',
    parts: 1,
    releases: {
      '13': '2030-06-30',
      '12': '2028-06-30',
      '11': '2026-08-31',
      '10': '2024-06-30',
      '9': '2022-07-01',
      '8': '2020-06-30',
    },
  },
  ubuntu: {
    name: 'Ubuntu',
    parts: 2,
    releases: {
      '26.04': '2031-04-30',
      '25.10': '2026-07-01',
      '25.04': '2026-01-17',
      '24.10': '2025-07-10',
      '24.04': '2029-05-31',
      '23.10': '2024-07-12',
      '23.04': '2024-01-20',
      '22.10': '2023-07-20',
      '22.04': '2027-04-01',
      '21.10': '2022-07-14',
      '21.04': '2022-01-20',
      '20.10': '2021-07-22',
      '20.04': '2025-05-31',
      '19.10': '2020-07-06',
      '19.04': '2020-01-23',
      '18.10': '2019-07-18',
      '18.04': '2023-05-31',
      '17.10': '2018-07-19',
      '17.04': '2018-01-13',
      '16.10': '2017-07-20',
      '16.04': '2021-04-02',
    },
  },
  alpine: {
    name: 'Alpine Linux',
    parts: 2,
    releases: {
      '3.23': '2027-11-01',
      '3.22': '2027-05-01',
      '3.21': '2026-11-01',
      '3.20': '2026-04-01',
      '3.19': '2025-11-01',
      '3.18': '2025-05-09',
      '3.17': '2024-11-22',
      '3.16': '2024-05-23',
      '3.15': '2023-11-01',
      '3.14': '2023-05-01',
      '3.13': '2022-11-01',
      '3.12': '2022-05-01',
      '3.11': '2021-11-01',
      '3.10': '2021-05-01',
      '3.9': '2020-11-01',
    },
  },
  centos: {
    name: 'CentOS',
    parts: 1,
    releases: { '8': '2021-12-31', '7': '2024-06-30', '6': '2020-11-30' },
  },
  'centos stream': {
    name: 'CentOS Stream',
    parts: 1,
    releases: { '10': '2030-01-01', '9': '2027-05-31', '8': '2024-05-31' },
  },
  rhel: {
    name: 'Red Hat Enterprise Linux',
    parts: 1,
    releases: { '10': '2035-05-31', '9': '2032-05-31', '8': '2029-05-31', '7': '2024-06-30', '6': '2020-11-30' },
  },
  amzn: {
    name: 'Amazon Linux',
    parts: 1,
    releases: { '2023': '2029-06-30', '2018': '2023-12-31', '2': '2026-06-30' },
  },
  ol: {
    name: 'Oracle Linux',
    parts: 1,
    releases: { '9': '2032-06-30', '8': '2029-07-01', '7': '2024-12-01', '6': '2021-03-01' },
  },
  rocky: {
    name: 'Rocky Linux',
    parts: 1,
    releases: { '9': '2032-05-31', '8': '2029-05-31' },
  },
  almalinux: {
    name: 'AlmaLinux OS',
    parts: 1,
    releases: { '10': '2035-05-31', '9': '2032-05-31', '8': '2029-03-01' },
  },
  'opensuse-leap': {
    name: 'openSUSE Leap',
    parts: 2,
    releases: {
      '16.0': '2027-10-31',
      '15.6': '2026-04-30',
      '15.5': '2024-12-31',
      '15.4': '2023-12-07',
      '15.3': '2022-12-31',
      '15.2': '2022-01-04',
      '15.1': '2021-02-02',
      '15.0': '2019-12-03',
    },
  },
  sles: {
    name: 'SUSE Linux Enterprise Server',
    parts: 2,
    releases: {
      '15.5': '2024-12-31',
      '15.4': '2023-12-31',
      '15.3': '2022-12-31',
      '15.2': '2021-12-31',
      '15.1': '2021-01-31',
      '15': '2019-12-31',
      '12.5': '2024-10-31',
      '12.4': '2020-06-30',
      '12.3': '2019-06-30',
      '12.2': '2018-03-31',
      '12.1': '2017-05-31',
      '12': '2016-06-30',
    },
  },
  azurelinux: {
    name: 'Azure Linux',
    parts: 2,
    releases: { '3.0': '2027-08-31' },
  },
  mariner: {
    name: 'CBL-Mariner',
    parts: 2,
    releases: { '2.0': '2025-07-31', '1.0': '2023-08-31' },
  },
  fedora: {
    name: 'Fedora Linux',
    parts: 1,
    releases: {
      '43': '2026-12-09',
      '42': '2026-05-13',
      '41': '2025-12-15',
      '40': '2025-05-13',
      '39': '2024-11-26',
      '38': '2024-05-21',
      '37': '2023-12-05',
      '36': '2023-05-16',
    },
  },
};
