/** Every question, in the order of the report. */
import type { IQuestion } from './question';
import { largeFile } from './questions/largeFile';
import { jupyter } from './questions/jupyter';
import { fairness, memory } from './questions/load';
import { proxyItself } from './questions/proxy';
import { quota, shared } from './questions/quota';
import { refusals } from './questions/refusals';
import { distantFiles, smallFiles } from './questions/smallFiles';
import { again, folders } from './questions/trees';
import { uploads } from './questions/uploads';

export const QUESTIONS: readonly IQuestion[] = [
  proxyItself,
  jupyter,
  largeFile,
  smallFiles,
  distantFiles,
  quota,
  shared,
  refusals,
  folders,
  again,
  uploads,
  memory,
  fairness
];
