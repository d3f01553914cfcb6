/** Every question, in the order of the report. */
import type { IQuestion } from './question';
import { largeFile } from './questions/largeFile';

export const QUESTIONS: readonly IQuestion[] = [largeFile];
