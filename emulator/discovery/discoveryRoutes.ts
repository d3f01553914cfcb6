import { json } from '../http/reply';
import type { IOpenRoute } from '../http/routes';
import { discoveryDocument } from './document';

export function discoveryRoutes(): IOpenRoute[] {
  return ['/discovery/v1/apis/drive/v3/rest', '/$discovery/rest'].map(path => ({
    method: 'GET',
    path: path.replace('$', '\\$'),
    latency: 'get',
    answer: request => json(discoveryDocument(request.origin))
  }));
}
