/** The connectors as a server with a mock configuration has them: mocked Tasks stay here, and creation lets pass what a mock may answer for. */
import type { Connectors } from '../connectors.ts';
import type { MockSource } from './mock-file.ts';
import { createMockedConnectors, type MockedConnectorsOptions } from './mocked-connectors.ts';

export function withMocks(
  connectors: Connectors,
  mocks: MockSource | undefined,
  engine: Pick<MockedConnectorsOptions, 'scheduledTasks' | 'startTask'>,
): Connectors {
  if (!mocks) return connectors;
  return {
    ...createMockedConnectors({ connectors, mocks, ...engine }),
    catalogue: {
      // AWS has the integration and nothing here does: a mock may answer, and a run without one fails with the same words.
      verdict: (integration) => connectors.catalogue.verdict(integration) !== false,
    },
  };
}
