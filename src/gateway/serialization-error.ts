/** What AWS answers when a request cannot be read as what its model says. Without a text when the body is not of the format at all. */
import { ApiError } from './operation.ts';

export function serializationError(message = ''): ApiError {
  return new ApiError('SerializationException', message);
}

/** A deeply nested body exhausts the stack of a recursive decoder; that is the sender's fault and not ours. */
export function guardDepth<T>(decode: () => T): T {
  try {
    return decode();
  } catch (error) {
    if (error instanceof RangeError) throw serializationError();
    throw error;
  }
}
