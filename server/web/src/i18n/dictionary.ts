import type { en } from './en.ts';

type Shape<T> = { readonly [K in keyof T]: T[K] extends string ? string : T[K] extends Words ? T[K] : Shape<T[K]> };
type Words = (...args: never[]) => string;

/** Every dictionary has every word of the English one, and takes the same values. */
export type Dictionary = Shape<typeof en>;
