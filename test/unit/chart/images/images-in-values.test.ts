import { describe, expect, test } from 'vitest';
import { imagesInValues } from '#chart';
import { sampleChart } from './sample-charts.ts';

/** References with the place in values, and what is wrong. */
function images(values: string, appVersion?: string) {
  const chart = sampleChart({ values, ...(appVersion === undefined ? {} : { appVersion }) });
  return imagesInValues(chart).map(({ reference, path, faults }) => [reference, path.join('.'), ...faults].join(' '));
}

describe('images in values', () => {
  test.each([
    [
      'helm create',
      'image:\n  repository: nginx\n  pullPolicy: IfNotPresent\n  # Overrides the tag.\n  tag: ""\n',
      ['docker.io/library/nginx:1.16.0 image'],
    ],
    [
      'registry, repository, tag',
      'image:\n  registry: docker.io\n  repository: acme/redis\n  tag: 7.2.4-r1\n  digest: ""\n',
      ['docker.io/acme/redis:7.2.4-r1 image'],
    ],
    [
      'a registry for all that wins',
      'global:\n  imageRegistry: mirror.example.com\nimage:\n  registry: docker.io\n  repository: acme/redis\n  tag: "7"\n',
      ['mirror.example.com/acme/redis:7 image'],
    ],
    [
      'a registry and a tag for those that have none',
      'global:\n  image:\n    registry: r.example.com\n    tag: 8.5.1\n    pullPolicy: Always\nbroker:\n  image:\n    registry: ""\n    repository: acme/broker\n    tag:\nother:\n  image: {registry: quay.io, repository: a/b, tag: 1.0.1}\n',
      ['r.example.com/acme/broker:8.5.1 broker.image', 'quay.io/a/b:1.0.1 other.image'],
    ],
    [
      'a registry and a tag that the parts of a component share',
      'modeler:\n  image: {registry: "", tag: 8.5.2}\n  api:\n    image: {repository: acme/api}\n  web:\n    image: {repository: acme/web, tag: 8.5.3}\n',
      ['docker.io/acme/api:8.5.2 modeler.api.image', 'docker.io/acme/web:8.5.3 modeler.web.image'],
    ],
    ['all in one text', 'image: quay.io/acme/app:1.2.3\n', ['quay.io/acme/app:1.2.3 image']],
    [
      'a repository that holds everything',
      'image:\n  repository: quay.io/acme/app:1.2.3\n',
      ['quay.io/acme/app:1.2.3 image'],
    ],
    [
      'a registry in the repository',
      'image: {repository: quay.io/acme/manager, tag: v1.14.0}\nwebhook:\n  image:\n    repository: quay.io/acme/webhook\n',
      ['quay.io/acme/manager:v1.14.0 image', 'quay.io/acme/webhook:1.16.0 webhook.image'],
    ],
    [
      'keys that end so',
      'waitImage: busybox:1.36\ninit_image: a.example.com/b:1\njobs: {imageName: x/y:2}\n',
      ['docker.io/library/busybox:1.36 waitImage', 'a.example.com/b:1 init_image', 'docker.io/x/y:2 jobs.imageName'],
    ],
    [
      'a tag beside it',
      'image: docker.example.com/search\nimageTag: "7.17.3"\n',
      ['docker.example.com/search:7.17.3 image'],
    ],
    [
      'several by name',
      'images:\n  main: {repository: a/b, tag: "1"}\n  side: c/d:2\n  pullPolicy: Always\nextraImages: [e/f:3]\n',
      ['docker.io/a/b:1 images.main', 'docker.io/c/d:2 images.side', 'docker.io/e/f:3 extraImages.0'],
    ],
    [
      'containers in a list',
      'extraContainers:\n  - name: side\n    image: a/b:1\n    env: []\n',
      ['docker.io/a/b:1 extraContainers.0.image'],
    ],
    [
      'name and image as keys of the repository',
      'controller:\n  image: {registry: registry.example.io, image: ingress/controller, tag: v1, digest: ""}\nhook:\n  image: {name: a/b, tag: "2"}\n',
      ['registry.example.io/ingress/controller:v1 controller.image', 'docker.io/a/b:2 hook.image'],
    ],
    [
      'no "image" in the key',
      'exporter:\n  repository: quay.io/acme/exporter\n  tag: v1\n  pullPolicy: Always\n',
      ['quay.io/acme/exporter:v1 exporter'],
    ],
    [
      'a digest, and one without its algorithm',
      `a: {image: {repository: x/y, tag: "1", digest: "sha256:${'a'.repeat(64)}"}}\nb: {image: {repository: x/y, tag: "1", sha: ${'b'.repeat(64)}}}\n`,
      [`docker.io/x/y:1@sha256:${'a'.repeat(64)} a.image`, `docker.io/x/y:1@sha256:${'b'.repeat(64)} b.image`],
    ],
    [
      'text of sidecars',
      'sidecars: |-\n  - name: a\n    image: "a/b:1"\n  - name: c\n    image: {{ .Values.x }}\n',
      ['docker.io/a/b:1 sidecars', '{{ sidecars computed'],
    ],
    [
      'an alias',
      'x: &i {repository: a/b, tag: "1"}\nweb: {image: *i}\n',
      ['docker.io/a/b:1 x', 'docker.io/a/b:1 web.image'],
    ],
  ])('%s', (_, values, expected) => {
    expect(images(values, '1.16.0')).toEqual(expected);
  });

  test('what is none', () => {
    const values = [
      'imagePullPolicy: Always',
      'imagePullSecrets: [{name: regcred}]',
      'global: {imageRegistry: "", imagePullSecrets: []}',
      'icon: https://example.com/icon.png',
      'logoImage: images/logo.svg',
      'docsImage: https://example.com/a/b',
      'image: ""',
      'image2: true',
      'useImage: "true"',
      'git: {repository: "https://github.com/a/b", tag: v1}',
      'charts: {repository: "oci://r.example.com/charts", version: "1"}',
      'backup: {repository: my-backups}',
      'empty: {image: {registry: docker.io, repository: "", tag: "1"}}',
      'diskImage: disk.qcow2',
      'image_size: 10',
    ].join('\n');
    expect(images(values, '1')).toEqual([]);
  });

  test('what is wrong with a tag', () => {
    const values =
      'a: {image: nginx:latest}\nb: {image: nginx}\nc: {image: {repository: nginx, tag: 1.10}}\nd: {image: {repository: nginx, tag: 20240101}}\ne: {image: {repository: nginx, tag: "1.10"}}\nf: {image: "{{ .Values.x }}/y:1"}\ng: {image: {repository: Nginx, tag: "1"}}\n';
    expect(images(values)).toEqual([
      'docker.io/library/nginx:latest a.image latest',
      'docker.io/library/nginx b.image no-tag',
      'docker.io/library/nginx:1.1 c.image number',
      'docker.io/library/nginx:20240101 d.image number',
      'docker.io/library/nginx:1.10 e.image',
      '{{ .Values.x }}/y:1 f.image computed',
      'Nginx:1 g.image malformed',
    ]);
  });

  test('subcharts by alias, their version, where it is written, and what is off by default', () => {
    const cache = sampleChart({
      name: 'cache',
      appVersion: '7.2.4',
      values:
        '# head\nimage:\n  repository: acme/cache\n  tag: ""\nmetrics:\n  enabled: false\n  image: {repository: acme/exporter, tag: "1"}\n',
    });
    const chart = sampleChart({
      values: 'one:\n  image:\n    repository: own/cache\ntwo: {enabled: false}\n',
      dependencies: [
        { name: 'cache', alias: 'one' },
        { name: 'cache', alias: 'two', condition: 'two.enabled' },
      ],
      subcharts: [cache],
    });
    const found = imagesInValues(chart).map(({ reference, path, chart: keys, isDefault, file, line }) =>
      [reference, path.join('.'), keys.join('/'), isDefault, `${file}:${line}`].join(' '),
    );
    expect(found).toEqual([
      'docker.io/own/cache:7.2.4 one.image one true values.yaml:3',
      'docker.io/acme/exporter:1 one.metrics.image one false charts/cache/values.yaml:7',
      'docker.io/acme/cache:7.2.4 two.image two false charts/cache/values.yaml:3',
      'docker.io/acme/exporter:1 two.metrics.image two false charts/cache/values.yaml:7',
    ]);
  });
});
