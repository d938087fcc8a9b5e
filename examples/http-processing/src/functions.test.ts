import { describe, expect, test, vi } from 'vitest';
import { handler as answerRequest } from './answer-request.ts';
import { handler as logStep } from './log-step.ts';
import { handler as processStep } from './process-step.ts';

const processed = { message: 'HELLO, LAMBDA!', words: 2, characters: 14 };

test('both doors process alike', async () => {
  expect(await processStep({ message: 'Hello, Lambda!' })).toEqual(processed);
  const response = await answerRequest({ body: '{"message": "Hello, Lambda!"}' });
  expect(response).toMatchObject({ statusCode: 200, headers: { 'content-type': 'application/json' } });
  expect(JSON.parse(response.body)).toEqual(processed);
});

describe.each<[unknown, string]>([
  [{}, '"message" must be a text, but is missing'],
  [{ message: 5 }, '"message" must be a text, but is 5'],
  [{ message: ' ' }, '"message" must be a text, but is " "'],
  [{ message: 'x'.repeat(1_001) }, '"message" has 1001 characters, at most 1000 are allowed'],
  [null, '"message" must be a text, but is missing'],
])('%j', (input, message) => {
  test('is raised by the step', async () => {
    await expect(processStep(input)).rejects.toMatchObject({ name: 'InvalidMessage', message });
  });
  test('is refused with 400 by the API', async () => {
    expect(await answerRequest({ body: JSON.stringify(input) })).toMatchObject({
      statusCode: 400,
      body: JSON.stringify({ message }),
    });
  });
});

test.each([[''], ['{'], [null]])('the body %j is refused', async (body) => {
  expect(await answerRequest({ body })).toMatchObject({ statusCode: 400 });
});

test('the log step prints its input and passes it on', async () => {
  const log = vi.spyOn(console, 'log').mockReturnValue();
  expect(await logStep(processed)).toEqual({ logged: true, result: processed });
  expect(log).toHaveBeenCalledWith(`processed: ${JSON.stringify(processed)}`);
});
