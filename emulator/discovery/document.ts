import * as shapes from '../drive/shapes';
import type { IObjectShape, Shape } from '../drive/shapes';
import { FLAGS, INTEGERS } from '../http/query';
import type { JsonObject } from '../json';
import type { Method } from './methods';
import { METHODS } from './methods';
import { ownValue, setOwn } from '../json';

const SCOPE = 'https://www.googleapis.com/auth/';
/** Query parameters that must be there. */
const REQUIRED = new Set(['changes.list pageToken', 'files.export mimeType']);

/** The description of what is served here, with `rootUrl` as the client used it: clients build themselves from it. */
export function discoveryDocument(rootUrl: string): JsonObject {
  const resources: Record<string, { methods: JsonObject }> = {};
  for (const method of METHODS) {
    const [resource = '', name = ''] = method.id.split('.');
    const { methods } = ownValue(resources, resource) ?? { methods: {} };
    setOwn(methods, name, describeMethod(method));
    setOwn(resources, resource, { methods });
  }
  const all = METHODS.flatMap(method => method.scopes.map(scope => SCOPE + scope));
  return {
    kind: 'discovery#restDescription',
    discoveryVersion: 'v1',
    id: 'drive:v3',
    name: 'drive',
    version: 'v3',
    title: 'Google Drive API (emulated)',
    protocol: 'rest',
    baseUrl: `${rootUrl}/drive/v3/`,
    basePath: '/drive/v3/',
    rootUrl: `${rootUrl}/`,
    servicePath: 'drive/v3/',
    batchPath: 'batch/drive/v3',
    parameters: commonParameters(),
    auth: {
      oauth2: { scopes: Object.fromEntries(all.map(scope => [scope, { description: scope }])) }
    },
    schemas: schemas(),
    resources
  };
}

function describeMethod(method: Method): JsonObject {
  const inPath = [...method.path.matchAll(/\{(\w+)\}/g)].map(match => match[1] ?? '');
  const inQuery = method.query.split(' ').filter(name => name !== '');
  const parameters: JsonObject = {};
  for (const name of inPath) {
    setOwn(parameters, name, { type: 'string', required: true, location: 'path' });
  }
  for (const name of inQuery) {
    setOwn(parameters, name, queryParameter(method.id, name));
  }
  return {
    id: `drive.${method.id}`,
    path: method.path,
    flatPath: method.path,
    httpMethod: method.httpMethod,
    parameters,
    parameterOrder: inPath,
    scopes: method.scopes.map(scope => SCOPE + scope),
    ...(method.request === undefined ? {} : { request: { $ref: method.request } }),
    ...(method.response === undefined ? {} : { response: { $ref: method.response } }),
    ...(method.hasMedia === true
      ? { supportsMediaDownload: true, useMediaDownloadService: true }
      : {}),
    ...(method.takesMedia === true
      ? { supportsMediaUpload: true, mediaUpload: upload(method) }
      : {})
  };
}

function upload(method: Method): JsonObject {
  const protocol = (prefix: string): JsonObject => ({
    multipart: true,
    path: `${prefix}/drive/v3/${method.path}`
  });
  return {
    accept: ['*/*'],
    maxSize: String(5 * 1024 ** 4),
    protocols: { simple: protocol('/upload'), resumable: protocol('/resumable/upload') }
  };
}

function queryParameter(method: string, name: string): JsonObject {
  const required = REQUIRED.has(`${method} ${name}`) ? { required: true } : {};
  const type = FLAGS.has(name) ? 'boolean' : INTEGERS.has(name) ? 'integer' : 'string';
  const format = type === 'integer' ? { format: 'int32' } : {};
  return { type, ...format, location: 'query', ...required };
}

function commonParameters(): JsonObject {
  const text = { type: 'string', location: 'query' };
  return {
    alt: { ...text, default: 'json', enum: ['json', 'media', 'proto'] },
    fields: text,
    key: text,
    access_token: text,
    oauth_token: text,
    prettyPrint: { type: 'boolean', location: 'query', default: 'true' },
    quotaUser: text,
    uploadType: text,
    upload_protocol: text
  };
}

function schemas(): JsonObject {
  const described: JsonObject = {};
  for (const shape of Object.values(shapes)) {
    if (typeof shape === 'object' && shape.name !== undefined) {
      setOwn(described, shape.name, { id: shape.name, ...describeObject(shape) });
    }
  }
  return described;
}

function describeObject(shape: IObjectShape): JsonObject {
  return {
    type: 'object',
    properties: Object.fromEntries(
      Object.entries(shape.fields).map(([name, field]) => [name, describeShape(field)])
    )
  };
}

function describeShape(shape: Shape): JsonObject {
  if (typeof shape === 'object') {
    if ('list' in shape) {
      return { type: 'array', items: describeShape(shape.list) };
    }
    return shape.name === undefined ? describeObject(shape) : { $ref: shape.name };
  }
  switch (shape) {
    case 'int64':
      return { type: 'string', format: 'int64' };
    case 'time':
      return { type: 'string', format: 'date-time' };
    case 'map':
      return { type: 'object', additionalProperties: { type: 'any' } };
    case 'any':
      return { type: 'any' };
    default:
      return { type: shape };
  }
}
