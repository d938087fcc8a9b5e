import { ApiError, type Operation } from '../../../gateway/operation.ts';
import { type ReadInput, readObject } from '../read-object.ts';
import type { S3 } from '../s3-environment.ts';
import { notFound } from '../s3-errors.ts';

export const headObject =
  (s3: S3): Operation<ReadInput> =>
  (input, context) => {
    try {
      return readObject(s3, input, context, 'HEAD').output;
    } catch (error) {
      // A HEAD has no body that could name the error: clients know it by its status alone.
      if (error instanceof ApiError && error.status === 404) throw notFound();
      throw error;
    }
  };
