/** The contract between panel and proxy. */
export * from './errors';
export * from './items';
export * from './names';
export * from './routes';
export * from './status';
export * from './transfers';
export * from './isRecord';
export * from './ownValue';
