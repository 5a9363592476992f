import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type JobEvent, type MirrorPlan, versioned } from '#jobs';
import { formatLine, line, Progress, progressLines } from '#text';
import { Console } from '../../../src/cli/console.ts';
import { EventStream } from '../../../src/cli/event-stream.ts';
import { LiveProgress } from '../../../src/cli/live-progress.ts';
import { OptionValues } from '../../../src/cli/options.ts';
import type { World } from '../../../src/cli/world.ts';
import { TextStream } from '../../support/cli.ts';

const name = (item: string) => item.replace('t/', '');
const view = { width: 80, height: 12, now: 0, name };

/** Up so many lines, to the left, and everything below is gone. */
const erase = (lines: number) => `\u001b[${lines}A\r\u001b[0J`;

/** A job's story up to some moment, seen by a progress. */
function told(tell: (emit: ReturnType<typeof versioned>, at: (ms: number) => void) => void) {
  const progress = new Progress();
  let now = 0;
  progress.expect([
    { target: 't/zeebe:1', bytes: 212_000_000, outcome: 'copy' },
    { target: 't/operate:1', bytes: 187_000_000, outcome: 'copy' },
    { target: 't/tasklist:1', bytes: 0, outcome: 'present' },
  ]);
  tell(
    versioned((event: JobEvent) => progress.apply(event, now)),
    (ms) => {
      now = ms;
    },
  );
  const show = (more: Partial<typeof view> = {}) =>
    progressLines(progress, { ...view, now, ...more }).map((one) => formatLine(one, false));
  return { progress, show };
}

const blob = (item: string, digest: string, bytes: number, size = 200_000_000) =>
  ({ type: 'blob', item, digest, size, bytes }) as const;

describe('the progress', () => {
  it('shows running images, and one bar with bytes, rate, time left', () => {
    const { show } = told((emit, at) => {
      emit({ type: 'phase', phase: 'copy', total: 2 });
      emit({ type: 'item-started', item: 't/zeebe:1', source: 's/zeebe:1' });
      emit({ type: 'item-started', item: 't/operate:1', source: 's/operate:1' });
      for (let second = 0; second <= 10; second++) {
        at(second * 1000);
        emit(blob('t/zeebe:1', 'a', second * 10_000_000));
        emit(blob('t/operate:1', 'b', second * 2_000_000));
      }
    });
    expect(show()).toMatchInlineSnapshot(`
      [
        "  copying    zeebe:1    100 MB of 212 MB",
        "  copying    operate:1  20 MB of 187 MB",
        "  ━━━━━━━─────────────────   30 %  120 MB of 399 MB  13 MB/s  22 s left  0 of 2 images",
      ]
    `);
  });

  it('falls back when a blob starts over, and is done when items are', () => {
    const { progress, show } = told((emit) => {
      emit({ type: 'phase', phase: 'copy', total: 2 });
      emit({ type: 'item-started', item: 't/zeebe:1', source: 's' });
      emit(blob('t/zeebe:1', 'a', 100));
      emit(blob('t/zeebe:1', 'a', 0));
      emit(blob('t/zeebe:1', 'a', 40));
      emit({ type: 'item-finished', item: 't/zeebe:1', outcome: 'copied', bytes: 40 });
    });
    expect(progress.bytesMoved).toBe(40);
    expect(progress.running).toEqual([]);
    expect(show().at(-1)).toContain('1 of 2 images');
  });

  it('never shows more than fits, nor a share above all', () => {
    const { show } = told((emit) => {
      emit({ type: 'phase', phase: 'copy', total: 40 });
      for (let image = 0; image < 40; image++) emit({ type: 'item-started', item: `t/image-${image}:1`, source: 's' });
      emit(blob('t/image-0:1', 'a', 900_000_000, 900_000_000));
    });
    const lines = show({ height: 5 });
    expect(lines).toHaveLength(5);
    expect(lines.at(-2)?.trim()).toBe('and 37 more');
    expect(lines.at(-1)).toContain('100 %  900 MB of 900 MB');
  });

  it('shows who makes us wait, as long as it lasts', () => {
    const { show } = told((emit) => {
      emit({ type: 'phase', phase: 'plan', total: 3 });
      emit({ type: 'waiting', registry: 'docker.io', delayMs: 12_000, attempt: 1, reason: '429 too many requests' });
    });
    expect(show()).toEqual([
      '  waiting    12 s  docker.io: 429 too many requests',
      '  Asking registries: 0 of 3 images',
    ]);
    expect(show({ now: 13_000 })).toHaveLength(1);
  });
});

describe('the progress on a terminal', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  function live(columns: number) {
    const stream = new TextStream({ columns });
    const progress = new Progress();
    const drawn = new LiveProgress(stream, { colour: false, now: () => performance.now(), progress });
    const emit = versioned((event) => {
      progress.apply(event, performance.now());
      drawn.changed();
    });
    return { stream, drawn, emit };
  }

  it('is drawn at most ten times a second, each time in one write', () => {
    const { stream, emit } = live(80);
    emit({ type: 'phase', phase: 'copy', total: 1 });
    emit({ type: 'item-started', item: 'a', source: 'b' });
    for (let ms = 0; ms < 1000; ms += 1) {
      emit(blob('a', 'x', ms * 1000));
      vi.advanceTimersByTime(1);
    }
    expect(stream.writes.length).toBeLessThanOrEqual(11);
    expect(stream.writes.length).toBeGreaterThanOrEqual(9);
    expect(stream.writes.at(-1)).toContain(`${erase(2)}  copying`);
    expect(stream.writes.at(-1)?.split('\n')).toHaveLength(3);
  });

  it('leaves lines above itself, and nothing of itself in the end', () => {
    const { stream, drawn, emit } = live(80);
    emit({ type: 'phase', phase: 'copy', total: 1 });
    drawn.print([line('above')]);
    expect(stream.writes.at(-1)).toContain(`${erase(1)}above\n  ─`);
    drawn.clear();
    expect(stream.writes.at(-1)).toBe(erase(1));
    drawn.clear();
    drawn.print([line('after')]);
    expect(stream.writes.at(-1)).toBe('after\n');
  });

  it('takes itself away whole when the terminal was made narrower', () => {
    const { stream, drawn, emit } = live(80);
    emit({ type: 'phase', phase: 'copy', total: 1 });
    emit({ type: 'item-started', item: 'a-name-that-is-longer-than-thirty-columns:1', source: 'b' });
    vi.advanceTimersByTime(200);
    stream.columns = 30;
    drawn.clear();
    expect(stream.writes.at(-1)).toBe(erase(5));
  });

  it('never fills the last column', () => {
    const { stream, emit } = live(30);
    emit({ type: 'phase', phase: 'copy', total: 1 });
    emit({ type: 'item-started', item: 'a-very-long-name-of-an-image:1', source: 'b' });
    vi.advanceTimersByTime(200);
    const lines = (stream.writes.at(-1) ?? '').replace(erase(1), '').split('\n');
    expect(lines.map(({ length }) => length)).toEqual([29, 29, 0]);
  });
});

describe('the progress without a terminal', () => {
  const plan = { target: { registry: 't', prefix: '' }, items: [{ target: 't/a:1', outcome: 'copy', bytes: 1 }] };

  function piped(argv: readonly string[] = [], environment: NodeJS.ProcessEnv = {}, terminal?: { columns: number }) {
    let now = 0;
    const stderr = new TextStream(terminal);
    const stdout = new TextStream();
    const world = { stdout, stderr, environment, now: () => now } as unknown as World;
    const console = new Console(world, new OptionValues(new Map(argv.map((option) => [option, true]))));
    console.expect(plan as unknown as MirrorPlan);
    return {
      stderr,
      stdout,
      console,
      emit: versioned(console.emit),
      pass: (ms: number) => {
        now += ms;
      },
    };
  }

  it('is one line an event that matters', () => {
    const { stderr, emit, pass } = piped();
    emit({ type: 'phase', phase: 'plan', total: 1 });
    emit({ type: 'item-finished', item: 't/a:1', outcome: 'copy', bytes: 0 });
    emit({ type: 'phase', phase: 'copy', total: 1 });
    emit({ type: 'item-started', item: 't/a:1', source: 's/a:1' });
    emit(blob('t/a:1', 'x', 1));
    const wait = { type: 'waiting', registry: 'docker.io', attempt: 1, reason: '429\u001b[2J' } as const;
    emit({ ...wait, delayMs: 500 });
    emit({ ...wait, delayMs: 5000 });
    emit({ ...wait, delayMs: 5000 });
    pass(10_000);
    emit({ ...wait, delayMs: 7000 });
    emit({ type: 'log', level: 'debug', message: 'never said' });
    emit({ type: 'warning', code: 'rate-limited', message: 'slow' });
    emit({ type: 'item-finished', item: 't/a:1', outcome: 'failed', code: 'unreachable', message: 'gone', bytes: 0 });
    expect(stderr.text).toMatchInlineSnapshot(`
      "  waiting    docker.io  5 s: 429
        waiting    docker.io  7 s: 429
        warning    rate-limited  slow
        failed     a:1  unreachable  gone
      "
    `);
  });

  it('tells debug messages when asked', () => {
    const { stderr, emit } = piped(['debug']);
    emit({ type: 'log', level: 'debug', message: 'now said' });
    expect(stderr.text).toContain('debug      now said');
  });

  it('has colours only on a terminal that is not told otherwise', () => {
    const say = (argv: string[], environment: NodeJS.ProcessEnv, terminal?: { columns: number }) => {
      const { stderr, console } = piped(argv, environment, terminal);
      console.say([line('x', 'bad')]);
      return stderr.text;
    };
    const terminal = { columns: 80 };
    expect(say([], {}, terminal)).toBe('\u001b[31mx\u001b[0m\n');
    expect(say([], {})).toBe('x\n');
    expect(say(['no-color'], {}, terminal)).toBe('x\n');
    expect(say([], { NO_COLOR: '1' }, terminal)).toBe('x\n');
    expect(say([], { TERM: 'dumb' }, terminal)).toBe('x\n');
  });
});

describe('events as JSON lines', () => {
  it('tell a blob ten times a second at most, and its end always', () => {
    let now = 0;
    const stream = new TextStream();
    const events = new EventStream(stream, () => now);
    for (; now < 1000; now++) events.write({ schemaVersion: 1, ...blob('a', 'x', now, 5000) });
    events.write({ schemaVersion: 1, ...blob('a', 'x', 5000, 5000) });
    events.write({ schemaVersion: 1, ...blob('a', 'x', 0, 5000) });
    const bytes = stream.text
      .trimEnd()
      .split('\n')
      .map((text) => JSON.parse(text).bytes);
    expect(bytes).toEqual([0, 100, 200, 300, 400, 500, 600, 700, 800, 900, 5000, 0]);
  });
});
