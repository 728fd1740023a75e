// The types of a path, its methods and its answers, derived from the generated description.
import type { lists } from './generated/operations.js';
import type { paths } from './generated/schema.js';

export type Method = 'get' | 'put' | 'post' | 'delete' | 'patch';

/** The paths that have `M`. */
export type PathsOf<M extends Method> = {
  [P in keyof paths]: paths[P] extends Record<M, { responses: unknown }> ? P : never;
}[keyof paths];

export type Operation<M extends Method, P extends PathsOf<M>> =
  paths[P] extends Record<M, infer Op> ? Op : never;

type Success<Op> = Op extends { responses: { 200: infer R } } ? R : never;
type Content<Op> = Success<Op> extends { content: infer C } ? C : never;

/** The body of a successful answer: JSON where there is JSON, else text. */
export type Data<Op> = Content<Op> extends { 'application/json': infer D } ? D : string;

type Parameters<Op> = Op extends { parameters: infer P } ? P : never;
type Part<Op, K extends 'path' | 'query'> =
  Parameters<Op> extends { [N in K]: infer V } ? { [N in K]: V }
  : Parameters<Op> extends { [N in K]?: infer V } ? ([V] extends [undefined] ? { [N in K]?: never } : { [N in K]?: V })
  : { [N in K]?: never };
type Body<Op> =
  Op extends { requestBody: { content: { 'application/json': infer B } } } ? { body: B }
  : Op extends { requestBody?: { content: { 'application/json': infer B } } } ? { body?: B }
  : { body?: never };

export interface CallOptions {
  signal?: AbortSignal | undefined;
  /** The Idempotency-Key of one POST, kept over retries. When it is absent, each call makes a new one. */
  idempotencyKey?: string | undefined;
  /** The entity tag of the thing to change. The error is PRECONDITION_FAILED when it was changed since. */
  ifMatch?: string | undefined;
  headers?: Record<string, string> | undefined;
  /** Sends no token. */
  anonymous?: boolean | undefined;
}

export type Options<Op> = Part<Op, 'path'> & Part<Op, 'query'> & Body<Op> & CallOptions;

/** The options may be left out when none of them is required. */
export type Arguments<Op> = Record<never, never> extends Options<Op> ? [options?: Options<Op>] : [options: Options<Op>];

export interface Answer<T> {
  data: T;
  status: number;
  headers: Headers;
}

/** The paths whose answers come in pages. */
export type ListPath = keyof typeof lists & PathsOf<'get'>;
type Member<P extends ListPath, D> = D extends { [K in (typeof lists)[P]]: readonly (infer T)[] } ? T : never;
export type Item<P extends ListPath> = Member<P, Data<Operation<'get', P>>>;
