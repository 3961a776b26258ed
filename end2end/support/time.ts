const DAY = 86_400_000;

/** A wall time in a zone. */
export interface Wall {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  /** `Mon`, `Tue`, … */
  weekday: string;
}

/** The wall time of an instant in a zone. */
export function wallOf(at: Date, zone: string): Wall {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    weekday: 'short',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  });
  const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  const number = (name: string): number => Number(parts[name]);
  return {
    year: number('year'),
    month: number('month'),
    day: number('day'),
    hour: number('hour'),
    minute: number('minute'),
    weekday: parts['weekday'] ?? '',
  };
}

/** The instant of a wall time in a zone that shows it once. */
export function instantOf(date: string, time: string, zone: string): Date {
  const guess = new Date(`${date}T${time}:00Z`);
  const wall = wallOf(guess, zone);
  const shown = Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute);
  return new Date(guess.getTime() - (shown - guess.getTime()));
}

/** The local date of an instant, `2026-11-26`. */
export function dateOf(at: Date, zone: string): string {
  const { year, month, day } = wallOf(at, zone);
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/** A number of days later, at the same time of UTC. */
export function daysAfter(at: Date, days: number): Date {
  return new Date(at.getTime() + days * DAY);
}

/** The first day from `at` on that is such a weekday in the zone. */
export function firstWeekday(at: Date, weekday: string, zone: string): string {
  for (let days = 0; days < 7; days += 1) {
    const day = daysAfter(at, days);
    if (wallOf(day, zone).weekday === weekday) return dateOf(day, zone);
  }
  throw new Error(`${weekday} is no weekday`);
}

/** An instant as the pages word it: `Mon 30 Nov 09:00`, with the year when it is not the present one. */
export function worded(at: Date, zone: string, now: Date): string {
  const { weekday, day, year, hour, minute } = wallOf(at, zone);
  const month = new Intl.DateTimeFormat('en-US', { timeZone: zone, month: 'short' }).format(at);
  const years = year === wallOf(now, zone).year ? '' : ` ${year}`;
  const two = (number: number): string => String(number).padStart(2, '0');
  return `${weekday} ${day} ${month}${years} ${two(hour)}:${two(minute)}`;
}
