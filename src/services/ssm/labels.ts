/** Labels are words that name a version; ten at most on one. */
import { ApiError } from '../../gateway/operation.ts';
import type { ParameterRecord } from './parameter-record.ts';

const MAX_LABELS = 10;
const LABEL = /^(?!aws|ssm|\d)[A-Za-z0-9_.-]+$/i;

export function labelsOf({ labels }: ParameterRecord, version: number): readonly string[] {
  return Object.entries(labels).flatMap(([label, on]) => (on === version ? [label] : []));
}

/** @throws {ApiError} ParameterVersionLabelLimitExceeded */
export function putLabels(record: ParameterRecord, version: number, labels: readonly string[]) {
  const valid = labels.filter((label) => LABEL.test(label));
  const all = { ...record.labels, ...Object.fromEntries(valid.map((label) => [label, version])) };
  const changed: ParameterRecord = { ...record, labels: all };
  if (labelsOf(changed, version).length > MAX_LABELS) {
    throw new ApiError(
      'ParameterVersionLabelLimitExceeded',
      `An error occurred (ParameterVersionLabelLimitExceeded) when calling the LabelParameterVersion operation: A parameter version can have maximum ${MAX_LABELS} labels.Move one or more labels to another version and try again.`,
    );
  }
  return { changed, invalid: labels.filter((label) => !LABEL.test(label)) };
}
