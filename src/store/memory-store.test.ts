import { describe } from 'vitest';
import { journalContract } from './journal.contract.ts';
import { mapRunContract } from './map-run-journal.contract.ts';
import { createMemoryStore } from './memory-store.ts';
import { recordsContract } from './records.contract.ts';

describe('the journal in memory', () => journalContract(createMemoryStore));
describe('records in memory', () => recordsContract(createMemoryStore));
describe('map runs in memory', () => mapRunContract(createMemoryStore));
