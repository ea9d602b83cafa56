/** One bad row or field of a refused request. */
export interface ProblemRow {
  line?: number;
  field?: string;
  message: string;
}

/** RFC 9457 problem details, as far as the server writes them. */
export interface Problem {
  title?: string;
  status?: number;
  detail?: string;
  errors?: ProblemRow[];
}

/** The server answered, and the answer was no. */
export class ApiError extends Error {
  override readonly name = 'ApiError';

  constructor(
    readonly status: number,
    readonly problem: Problem,
    /** Seconds to wait before the next attempt (RFC 9110 §10.2.3), where the server says so. */
    readonly retryAfterSeconds: number | null = null,
  ) {
    super(problem.detail ?? problem.title ?? `HTTP ${status}`);
  }

  get rows(): ProblemRow[] {
    return this.problem.errors ?? [];
  }
}

/** No answer came: the connection was refused, cut, or timed out. The request may or may not have been carried out. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}

/** `Retry-After` as seconds from now: a number, or an HTTP date. */
export function parseRetryAfter(value: string | null, now: number): number | null {
  if (value === null) return null;
  if (/^\d+$/.test(value.trim())) return Number(value);
  const date = Date.parse(value);
  return Number.isNaN(date) ? null : Math.max(0, Math.ceil((date - now) / 1000));
}
