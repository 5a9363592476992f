import type { CodeEntry } from './code-entry.ts';

/** Helm charts: where they are, and what is in them. */
export const chartCodes = {
  'chart-not-found': {
    means: 'There is no chart at the place that was named.',
    cure: 'Check the path, the address of the repository and the name of the chart.',
  },
  'chart-version-missing': {
    means: 'The chart is there, but not in the version that was asked for, or none was asked for.',
    cure: 'Name one of its versions exactly: ranges are not resolved, for a release names what it releases.',
  },
  'chart-mismatch': {
    means:
      'The chart that was had from a repository or a registry says another name or another version of itself than was asked for.',
    cure: 'Ask whoever runs the repository. What such a chart is released as, nobody could tell from its name.',
  },
  'chart-malformed': {
    means: 'What should be a chart cannot be read: it is cut short or damaged, or no chart at all.',
    cure: 'Get the chart again, and check that helm show chart reads it.',
  },
  'chart-archive-unsafe': {
    means:
      "A chart's archive holds what no chart needs and what does harm where it is unpacked: a link, a device, a path that leaves the chart's folder, or a file that is there twice.",
    cure: 'Do not use it. Ask whoever made it for one that helm package has written.',
  },
  'chart-link-outside': {
    means: "A link in a chart's folder leads out of it, in a circle or to nothing.",
    cure: 'Put the file itself there, or name the link in .helmignore.',
  },
  'chart-too-large': {
    means: 'A chart has more files, more bytes or more levels of subcharts than any real one.',
    cure: 'Check that it is the right chart. Large files that it does not need belong into .helmignore.',
  },
  'chart-file-missing': {
    means: 'A chart lacks a file that makes it a chart.',
    cure: 'Check that it is the right folder or archive: Chart.yaml stands directly in the folder of the chart.',
  },
  'chart-metadata-invalid': {
    means: 'Chart.yaml, or requirements.yaml beside it, says something that Helm does not take.',
    cure: 'Correct the line shown; helm lint tells the same.',
  },
  'helm-failed': {
    means: 'The Helm of this machine cannot be used: it does not start, is too old, or does not end in time.',
    cure: 'Run helm version by hand. Helm 3 and newer are used; without one, values and templates are read instead.',
  },
  'chart-render-failed': {
    means: 'Helm does not render the chart, or not with the values that it was given.',
    cure: 'Its own words say why, and helm template says the same. Values that the chart asks for go into charts.<name>.values of marketplace.yaml.',
  },
  'chart-partly-rendered': {
    means:
      'A part of the chart can be switched on, and Helm does not render the chart with it. Images that only this part needs are not seen.',
    cure: "Helm's own words say why. Often the part needs a value: give it in charts.<name>.values of marketplace.yaml.",
  },
  'chart-changed': {
    means: 'A chart was changed while it was read.',
    cure: 'Run the same again when nothing writes to it.',
  },
  'chart-image-unclear': {
    means:
      'A chart computes what an image is called, writes it as what no image can be called, or puts a registry before it in one place and not in another, so that nobody knows what it needs.',
    cure: 'Write the image out in the values of the chart. With a helm program at hand it is rendered, and what comes of it counts.',
  },
  'chart-image-ambiguous': {
    means:
      'The files of a release send an image to two places, so that nobody knows which of them the chart is to name.',
    cure: 'Leave one of the two lines out, or have the chart follow the saved plan of a mirror that has only one of them.',
  },
  'values-not-editable': {
    means:
      'A value cannot be set in a YAML text of a chart without changing other values: what is around it is written in an unusual way.',
    cure: 'Set the value by hand, or write the part around it in a plainer way: keys without ?, no list where a mapping should be.',
  },
  'chart-part-in-the-way': {
    means:
      'What is injected into a chart would take the place of a file or a value of the same name that is of another origin.',
    cure: 'Give the file or the value another name in the chart. Ours begin with awsmp.',
  },
  'chart-parts-kept': {
    means: 'A chart that the settings do not have was injected before. What was added to it then stays as it is.',
    cure: 'Name the chart under charts in the settings: then what inject says there is put in, and what it does not say is taken out.',
  },
  'chart-workload-not-editable': {
    means:
      'The licence check of an EKS add-on goes into the pods of the chart, and a template computes its pods in a way that it cannot be added to.',
    cure: 'Include awsmp.licenseCheckContainer among the init containers of that template by hand, or choose other templates (workloads).',
  },
  'chart-names-change': {
    means:
      'A chart gets another name, and its templates make the names of objects of it. A release that is installed already cannot be upgraded to it.',
    cure: 'Keep the name, have the templates take it from nameOverride, or set the value that a template takes before it. In a selector it is an error: Kubernetes never changes one.',
  },
  'chart-schema-refuses': {
    means: 'values.schema.json of a chart refuses the values that the injected parts read, and cannot be extended.',
    cure: 'Allow the property awsmp in values.schema.json, as an object.',
  },
  'chart-image-not-rewritten': {
    means:
      'An image of a chart keeps its name: nothing says where it is released to, or it stands where no value can replace it.',
    cure: 'Add the image to an image list, and have the chart name it in values.yaml.',
  },
  'chart-images-allowed': {
    means:
      "Templates of the chart refuse to render with other images than its vendor's own, and its images were replaced. So the value that lets them pass, global.security.allowInsecureImages, was set: it only skips that comparison.",
    cure: 'Nothing needs to be done. To have the comparison all the same, release the images under the names that the chart knows.',
  },
  'license-check-counts': {
    means:
      'The licence check of a chart asks for a number of something, which has to be free at that moment. What runs already may have all of it in use.',
    cure: 'Ask for a tier or a feature, an entitlement without a value, or leave awsmp.licenseCheck.checkIn on, so that what was taken is given back at once.',
  },
  'first-user-secret-needed': {
    means:
      'The password of the first user of an EKS add-on is in a Secret that must be there before the add-on is installed.',
    cure: 'Say in the usage instructions how the Secret is made.',
  },
  'chart-not-ready': {
    means: 'A chart has errors, so it was neither written nor pushed.',
    cure: 'Correct what the plan lists. A rule that does not hold for this chart can be off in the settings, with a reason.',
  },
} as const satisfies Record<string, CodeEntry>;
