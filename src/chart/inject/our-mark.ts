const beginning = '{{- /* Added by marketplace-release';

/** The first line of each template that is ours; it renders nothing. */
export const ourMark = `${beginning}. What is changed here is lost with the next injection. */}}\n`;

/** Whether a template was added by us, by this version or another. */
export function isOurs(text: string): boolean {
  return text.startsWith(beginning);
}

/** The file of all our named templates: theirs begin with `awsmp.`, and so clash with none of the chart. */
export const helpersFile = 'templates/_awsmp.tpl';

/** The folder of the vendor's own manifests. */
export const manifestsFolder = 'templates/awsmp-manifests/';
