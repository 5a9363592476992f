import { expect, test } from 'vitest';
import { imagesInManifests } from '#chart';

const rendered = `---
# Source: web/templates/deployment.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  annotations: {image: not/this:1}
spec:
  template:
    spec:
      initContainers:
        - {name: wait, image: busybox}
      containers:
        - name: main
          image: "quay.io/acme/web:1.2"
---
# Source: web/templates/bad.yaml
image: [unclosed
---
# Source: web/templates/list.yaml
apiVersion: v1
kind: List
items:
  - apiVersion: batch/v1
    kind: CronJob
    metadata: {name: tick}
    spec: {jobTemplate: {spec: {template: {spec: {containers: [{name: c, image: 'redis:latest'}]}}}}}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: cm}
data: {image: not/this:1}
---
apiVersion: example.com/v1
kind: Database
metadata: {name: db}
spec:
  image: acme/db:15
  sidecarImage: none
  imagePullPolicy: Always
`;

test('images of rendered manifests; what is no YAML is told', () => {
  for (const newLine of ['\n', '\r\n']) {
    const { images, problems } = imagesInManifests(rendered.replaceAll('\n', newLine));
    expect(
      images.map((i) => [i.line, i.kind, i.name, i.container, i.reference, i.isGuess, i.source, ...i.faults].join(' ')),
    ).toEqual([
      '12 Deployment web wait docker.io/library/busybox false web/templates/deployment.yaml no-tag',
      '15 Deployment web main quay.io/acme/web:1.2 false web/templates/deployment.yaml',
      '27 CronJob tick c docker.io/library/redis:latest false web/templates/list.yaml latest',
      '38 Database db  docker.io/acme/db:15 true ',
    ]);
    expect(problems).toMatchObject([{ rule: 'text-syntax', range: { line: 18 } }]);
  }
});
