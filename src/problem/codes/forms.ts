import type { CodeEntry } from './code-entry.ts';

/** Load forms: how they are written, and what the catalogue says of their fields. */
export const formCodes = {
  // -- how a form is written ----------------------------------------------------------------------------------------------
  'form-name': {
    means: 'A form has no name, or the name of another form of the file.',
    cure: 'Write [name] above its fields, with a name of its own.',
  },
  'form-outside': {
    means: 'Something stands before the first [name], so that it belongs to no form.',
    cure: 'Begin the form with a line such as [8.4.1].',
  },
  'form-header': {
    means: 'A line begins like the name of a form or of a delivery option, but is none.',
    cure: 'Write [name], or [[Option: Helm]], alone on its line.',
  },
  'form-line': {
    means: 'A line of a form is neither a field nor a list item nor a comment. It would not be sent.',
    cure: 'Write Label: value. A text of several lines stands between lines of three double quotes; a comment begins with #.',
  },
  'form-list': {
    means: 'A list item has no list, is empty, or is not written as one.',
    cure: 'Write the items below a label with nothing after its colon, each as "  - item".',
  },
  'form-indentation': {
    means: 'A line is indented as nothing above it is. It is read as the message says.',
    cure: 'Indent it like its neighbours, or let the formatter do it.',
  },
  'form-block': {
    means: 'A text of several lines is not closed, or something stands beside the three double quotes.',
    cure: 'Write """ after the colon, the text below it, and """ alone on the line after the text. Where the text itself shows a load form, indent that.',
  },
  // -- what the catalogue of fields says -----------------------------------------------------------------------------------
  'form-kind': {
    means: 'A load form does not say what it is, or says something that no form is.',
    cure: 'Write Form: and Container product, Container version, AMI product or AMI version.',
  },
  'form-option': {
    means: 'The delivery options of a form are not what AWS Marketplace takes: none, too many, of an unknown kind.',
    cure: 'Write one to four parts such as [[Option: Helm]]; of EKS add-on one at most.',
    aws: ['TOO_MANY_EKS_ADDON_DELIVERY_OPTIONS'],
  },
  'form-field-unknown': {
    means: 'A label is no field of such a form. Nothing would be sent for it.',
    cure: 'Correct the label; media/docs/load-forms.md lists them all.',
  },
  'form-field-missing': {
    means: 'A field that AWS Marketplace requires is missing or empty.',
    cure: 'Add the field.',
  },
  'form-field-misplaced': {
    means:
      'A field is filled in that only counts beside a value of another field, which is not there, or that cannot be changed any more.',
    cure: 'Leave it out, or fill in the other field.',
  },
  'form-field-twice': {
    means: 'A field is there twice, under two of its names.',
    cure: 'Keep one of them.',
  },
  'form-value-too-long': {
    means: 'A value has more characters than AWS Marketplace takes.',
    cure: 'Shorten it.',
  },
  'form-value-count': {
    means: 'A list has fewer or more items than AWS Marketplace takes.',
    cure: 'Add or remove items.',
  },
  'form-value-unknown': {
    means:
      'A value is not among those that the field takes. Where the list is one that AWS extends, that is a warning: it may be newer than the list.',
    cure: 'Take one of the values of the field.',
  },
  'form-value-invalid': {
    means: 'A value is not of the form that the field takes, or does not agree with another value of the form.',
    cure: 'Correct the value as the message says.',
  },
  'form-value-duplicate': {
    means: 'A value is there twice where each must be different.',
    cure: 'Remove one of them.',
  },
  'form-value-shape': {
    means: 'A field is written as a text where it takes a list, or the other way round.',
    cure: 'Write it as the message shows.',
  },
  'form-characters': {
    means:
      'A text has characters that AWS Marketplace refuses: control characters, a blank before a trademark sign, or typographic signs and emoji, which sellers report to be refused.',
    cure: 'Replace them; the message says by what.',
    aws: ['INVALID_INPUT'],
  },
  'form-approval': {
    means: 'A form is not approved, or it, or an image list that it names, was changed since it was.',
    cure: 'Have it approved and write Approval: with the place of the approval and the hash that the message shows.',
  },
} as const satisfies Record<string, CodeEntry>;
