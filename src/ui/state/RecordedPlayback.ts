import type { EngineEvent, RecordedRun } from '../../engine/index.ts';
import { RECORDED_RUN_ID } from './runState.ts';

/** How long a recording plays, however many steps it has. */
const DURATION_MS = 14_000;
const TICK_MS = 250;

/** Replays a recorded run as the events that its engine sent. Moves by itself, so it can be paused (WCAG 2.2.2). */
export class RecordedPlayback {
  private nextRecord = 0;
  private nextEvaluation = 0;
  private timer: ReturnType<typeof setInterval> | null = null;
  private readonly recording: RecordedRun;
  private readonly emit: (event: EngineEvent) => void;
  private readonly onState: (state: 'playing' | 'paused' | 'ended') => void;

  constructor(
    recording: RecordedRun,
    emit: (event: EngineEvent) => void,
    onState: (state: 'playing' | 'paused' | 'ended') => void,
  ) {
    this.recording = recording;
    this.emit = emit;
    this.onState = onState;
  }

  play(): void {
    if (this.timer !== null) return;
    if (this.nextRecord >= this.recording.records.length) {
      this.nextRecord = 0;
      this.nextEvaluation = 0;
    }
    if (this.recording.inspection !== null) {
      this.emit({ type: 'inspection', runId: RECORDED_RUN_ID, inspection: this.recording.inspection });
    }
    this.onState('playing');
    this.advance();
    this.timer = setInterval(() => this.advance(), TICK_MS);
  }

  pause(): void {
    if (this.timer === null) return;
    this.stopTimer();
    this.onState('paused');
  }

  /** All of it at once, for people who asked for less motion. */
  showAll(): void {
    this.stopTimer();
    if (this.recording.inspection !== null) {
      this.emit({ type: 'inspection', runId: RECORDED_RUN_ID, inspection: this.recording.inspection });
    }
    this.emitUpTo(this.recording.records.length);
    this.onState('ended');
  }

  dispose(): void {
    this.stopTimer();
  }

  private advance(): void {
    const { length } = this.recording.records;
    const perTick = Math.max(1, Math.ceil((length * TICK_MS) / DURATION_MS));
    this.emitUpTo(Math.min(length, this.nextRecord + perTick));
    if (this.nextRecord >= length) {
      this.stopTimer();
      this.onState('ended');
    }
  }

  private emitUpTo(end: number): void {
    const records = this.recording.records.slice(this.nextRecord, end);
    this.nextRecord = end;
    if (records.length > 0) this.emit({ type: 'steps', runId: RECORDED_RUN_ID, records });
    const isLast = end >= this.recording.records.length;
    const step = isLast ? Number.POSITIVE_INFINITY : (records.at(-1)?.step ?? 0);
    for (; this.nextEvaluation < this.recording.evaluations.length; this.nextEvaluation++) {
      const evaluation = this.recording.evaluations[this.nextEvaluation];
      if (evaluation === undefined || evaluation.step > step) break;
      this.emit({ type: 'evaluation', runId: RECORDED_RUN_ID, evaluation });
    }
  }

  private stopTimer(): void {
    if (this.timer !== null) clearInterval(this.timer);
    this.timer = null;
  }
}
