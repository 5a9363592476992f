import { expect, test } from 'vitest';
import { imagesInTemplates } from '#chart';
import { sampleChart } from './sample-charts.ts';

test('images that templates name themselves', () => {
  const library = sampleChart({
    name: 'common',
    type: 'library',
    templates: { 'templates/_pod.tpl': '  image: docker.io/a/lib:1\n' },
  });
  const chart = sampleChart({
    templates: {
      'templates/deployment.yaml': [
        'image: "{{ .Values.image.registry }}/{{ .Values.image.repository }}:{{ .Values.image.tag }}"',
        '- image: busybox:1.36',
        '{{- /* image: not/this:1',
        'image: nor/this:1 */ -}}',
        '# image: nor/that:1',
        'image: {{ include "web.image" . }}',
        '  image: "quay.io/acme/app:{{ .Values.tag }}"',
        'image: {{ .Values.image | default "acme/app:1.0" | quote }}',
        'image: "{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}"',
        'imagePullPolicy: Always',
        'image: {{ .Values.repository }}:{{ .Values.tag | default "latest" }}-slim',
      ].join('\r\n'),
      'templates/NOTES.txt': 'image: not/here:1\n',
      'README.yaml': 'image: not/here:1\n',
    },
    subcharts: [library],
  });
  expect(
    imagesInTemplates(chart).map(({ reference, kind, file, line }) => `${file}:${line} ${kind} ${reference}`),
  ).toEqual([
    'templates/deployment.yaml:2 literal docker.io/library/busybox:1.36',
    'templates/deployment.yaml:7 partial "quay.io/acme/app:{{ .Values.tag }}"',
    'templates/deployment.yaml:8 fallback docker.io/acme/app:1.0',
    'charts/common/templates/_pod.tpl:1 literal docker.io/a/lib:1',
  ]);
});
