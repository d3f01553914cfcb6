/** Every question, in the order of the report. */
import type { IQuestion } from './question';
import { largeFile } from './questions/largeFile';
import { proxyItself } from './questions/proxy';
import { refusals } from './questions/refusals';
import { distantFiles, smallFiles } from './questions/smallFiles';

export const QUESTIONS: readonly IQuestion[] = [
  proxyItself,
  largeFile,
  smallFiles,
  distantFiles,
  refusals
];
