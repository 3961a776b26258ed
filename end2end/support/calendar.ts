/** An event of a feed. */
export interface Event {
  uid: string;
  start: string;
  end: string;
  role: string;
  person: string;
  summary: string;
}

/** Reads a feed strictly: an independent reader, so that a writer's fault is not read away. */
export function eventsOf(feed: string): Event[] {
  if (!feed.startsWith('BEGIN:VCALENDAR\r\n') || !feed.endsWith('END:VCALENDAR\r\n')) throw new Error('not one whole calendar');
  const raw = feed.slice(0, -2).split('\r\n');
  for (const line of raw) {
    if (/[\r\n]/.test(line)) throw new Error(`a bare line end in ${JSON.stringify(line)}`);
    if (Buffer.byteLength(line) > 75) throw new Error(`a line longer than 75 octets: ${line}`);
  }
  const events: Event[] = [];
  let event: Record<string, string> | undefined;
  for (const line of feed.replaceAll('\r\n ', '').split('\r\n')) {
    const [name = '', value = ''] = [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)];
    const property = name.split(';')[0] ?? '';
    if (line === 'BEGIN:VEVENT') event = {};
    else if (line === 'END:VEVENT' && event) {
      events.push(eventOf(event));
      event = undefined;
    } else if (event) event[property] = value;
  }
  if (new Set(events.map(({ uid }) => uid)).size !== events.length) throw new Error('two events with one UID');
  return events;
}

function eventOf(properties: Record<string, string>): Event {
  const of = (name: string): string => {
    const value = properties[name];
    if (value === undefined) throw new Error(`an event without ${name}: ${JSON.stringify(properties)}`);
    return value;
  };
  return {
    uid: of('UID'),
    start: instant(of('DTSTART')),
    end: instant(of('DTEND')),
    role: of('X-TANDEM-ROLE'),
    person: of('X-TANDEM-PERSON'),
    summary: of('SUMMARY'),
  };
}

/** `20261130T173000Z` as the API writes it. */
function instant(stamp: string): string {
  const [, date, time] = /^(\d{8})T(\d{6})Z$/.exec(stamp) ?? [];
  if (!date || !time) throw new Error(`${stamp} is not an instant in UTC`);
  return `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}T${time.slice(0, 2)}:${time.slice(2, 4)}:${time.slice(4)}Z`;
}
