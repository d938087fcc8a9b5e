/** Validates the `ItemBatcher` of a distributed Map. */
import { numberPathOf } from './check-number-path.ts';
import { integer, orExpression } from './check-values.ts';
import { payload } from './shared-fields.ts';
import { type Check, checkObject, type ObjectRule } from './validate-fields.ts';

const batcherRule: ObjectRule = {
  groups: [
    { names: ['MaxItemsPerBatch', 'MaxItemsPerBatchPath'] },
    { names: ['MaxInputBytesPerBatch', 'MaxInputBytesPerBatchPath'] },
  ],
  fields: {
    BatchInput: { check: payload },
    MaxItemsPerBatch: { check: orExpression(integer({ least: 0 })) },
    MaxItemsPerBatchPath: { check: numberPathOf, language: 'JSONPath' },
    MaxInputBytesPerBatch: { check: orExpression(integer({ least: 0, most: 262_144 })) },
    MaxInputBytesPerBatchPath: { check: numberPathOf, language: 'JSONPath' },
  },
};

const limits = ['MaxItemsPerBatch', 'MaxItemsPerBatchPath', 'MaxInputBytesPerBatch', 'MaxInputBytesPerBatchPath'];

export const itemBatcher: Check = (value, place, context) => {
  if (!checkObject(value, batcherRule, place, context)) return;
  if (!limits.some((name) => Object.hasOwn(value, name))) {
    const choice = '[MaxItemsPerBatch, MaxInputBytesPerBatch]';
    context.findings.error(place, `At least one of the following fields is required: ${choice}`);
  }
};
