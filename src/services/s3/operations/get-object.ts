import type { Operation } from '../../../gateway/operation.ts';
import { type ReadInput, readObject } from '../read-object.ts';
import type { S3 } from '../s3-environment.ts';

/** The bytes stream from where they lie; an overwrite or a removal in the meantime does not disturb them. */
export const getObject =
  (s3: S3): Operation<ReadInput> =>
  (input, context) => {
    const { object, start, end, output } = readObject(s3, input, context, 'GET');
    return { ...output, Body: s3.store.contents.open(object.content, start, end, context.signal) };
  };
