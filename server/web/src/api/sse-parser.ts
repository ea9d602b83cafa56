export interface ServerSentEvent {
  event: string;
  data: string;
}

/**
 * The event stream format of the HTML standard (§9.2.6), fed with text as it arrives, cut anywhere. Comments and
 * retry hints carry nothing for us; an event that is not closed by an empty line yet stays inside.
 */
export class SseParser {
  #rest = '';
  #event = '';
  #data: string[] = [];

  feed(text: string): ServerSentEvent[] {
    const complete: ServerSentEvent[] = [];
    // A lone CR at the very end may be the first half of CRLF: it waits for the next piece.
    const input = this.#rest + text;
    const lines = input.split(/\r\n|\n|\r(?!$)/);
    this.#rest = lines.pop() ?? '';
    for (const line of lines) {
      const event = this.#line(line);
      if (event !== null) complete.push(event);
    }
    return complete;
  }

  #line(line: string): ServerSentEvent | null {
    if (line === '') return this.#dispatch();
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'event') this.#event = value;
    else if (field === 'data') this.#data.push(value);
    return null;
  }

  #dispatch(): ServerSentEvent | null {
    const event = this.#data.length === 0 ? null : { event: this.#event || 'message', data: this.#data.join('\n') };
    this.#event = '';
    this.#data = [];
    return event;
  }
}
