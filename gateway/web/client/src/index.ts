export { createClient, KeysClient, newIdempotencyKey, type ClientOptions } from './client.js';
export { ConnectionError, KeysError, type Code, type Violation } from './errors.js';
export type { Answer, CallOptions, Data, Item, ListPath, Method, Operation, Options, PathsOf } from './types.js';
export type { components, operations, paths } from './generated/schema.js';
