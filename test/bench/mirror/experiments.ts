import type { Experiment } from './experiment.ts';
import { large, s1, s2, tiny } from './image-set.ts';

const far = { latencyMs: 20, connectionMs: 40 };
const uplink = 12_500_000;

/** What `npm run bench` measures when nothing is named: some eight minutes. */
export const usual: readonly Experiment[] = [
  {
    name: 'S1',
    title: 'S1 on one machine: bytes',
    about:
      'One image of 5 layers of 100 MB, no latency. What is measured is how fast a program moves and checks bytes.',
    set: s1,
    source: {},
    target: {},
    rounds: { 'marketplace-release': 5, 'skopeo sync': 3, crane: 5, regsync: 5, oras: 5 },
  },
  {
    name: 'S2',
    title: 'S2 with 20 ms: layers in common',
    about: '30 images in 30 repositories, 6 layers of 1 to 8 MB each, 3 of which all have; 20 ms before each answer.',
    set: s2,
    source: far,
    target: far,
    rounds: { 'marketplace-release': 5, 'skopeo sync': 1, 'skopeo copy': 3, crane: 5, regsync: 5, oras: 5 },
  },
  {
    name: 'S2-capped',
    title: 'S2 through an uplink of 100 Mbit/s',
    about: 'The same 30 images; the target takes 100 Mbit/s in all, 20 ms before each answer.',
    set: s2,
    source: far,
    target: { ...far, uplink },
    rounds: { 'marketplace-release': 1, regsync: 1, oras: 1 },
  },
  {
    name: 'S3',
    title: 'S3 with 20 ms: many small images',
    about:
      '200 images of 3 layers of 20 KB, 20 of them for two platforms (880 blobs, 240 manifests); 20 ms before each answer. Then the same once more, with nothing to do.',
    set: () => tiny('S3', 200),
    source: far,
    target: far,
    rounds: { 'marketplace-release': 5, 'skopeo sync': 1, crane: 3, regsync: 5, oras: 3 },
    again: true,
  },
  {
    name: 'ecr',
    title: "S3 against Amazon ECR's default quotas",
    about:
      'The 200 small images; the target refuses with 429 what is beyond ECR’s default quotas (PutImage 10 a second, a second’s worth of burst). 240 manifests can so not be there before 23 s have passed, whatever the program.',
    set: () => tiny('S3', 200),
    source: far,
    target: { ...far, quotas: true },
    rounds: { 'marketplace-release': 1 },
    ecr: true,
  },
];

/** What takes longer: `npm run bench -- large`. */
export const unusual: readonly Experiment[] = [
  {
    name: 'layer',
    title: 'A layer of 5 GB: memory',
    about: 'One image with a layer of 5 GB, no latency.',
    set: large,
    source: {},
    target: {},
    rounds: { 'marketplace-release': 1, regsync: 1 },
  },
  {
    name: 'images-500',
    title: '500 images: memory and work',
    about: '500 images of 3 layers of 20 KB, no latency: what ten times as many are compared with.',
    set: () => tiny('S4', 500),
    source: {},
    target: {},
    rounds: { 'marketplace-release': 3, regsync: 1 },
  },
  {
    name: 'images-5000',
    title: '5,000 images: memory and work',
    about: '5,000 images of 3 layers of 20 KB, no latency.',
    set: () => tiny('S5', 5000),
    source: {},
    target: {},
    rounds: { 'marketplace-release': 1, regsync: 1 },
  },
];
