import type { EngineEvent } from '../../engine/index.ts';
import { RecordedPlayback } from './RecordedPlayback.ts';
import { fetchRecording } from './readRecording.ts';
import { EMPTY_RUN } from './runState.ts';
import type { Stores } from './stores.ts';

/** Which recording is on screen, until a run of this person takes its place. */
export class RecordedStage {
  private playback: RecordedPlayback | null = null;
  private requests = 0;
  private readonly stores: Stores;
  private readonly emit: (event: EngineEvent) => void;
  private readonly reducedMotion: () => boolean;

  constructor(stores: Stores, emit: (event: EngineEvent) => void, reducedMotion: () => boolean) {
    this.stores = stores;
    this.emit = emit;
    this.reducedMotion = reducedMotion;
  }

  /** Plays a recorded run, or shows it whole for less motion; never in place of a run of this person. */
  async show(path: string): Promise<void> {
    const request = ++this.requests;
    const recording = await fetchRecording(path);
    const { run, playback, series } = this.stores;
    // Overtaken by a run, or by another recording.
    if (recording === null || run.getState().runId !== null || request !== this.requests) return;
    this.playback?.dispose();
    series.clear();
    run.setState(EMPTY_RUN, true);
    const { link, command, backend } = recording;
    playback.setState({ link, command, backend });
    this.playback = new RecordedPlayback(recording, this.emit, (state) => playback.setState({ state }));
    if (this.reducedMotion()) this.playback.showAll();
    else this.playback.play();
  }

  toggle(): void {
    const { state } = this.stores.playback.getState();
    if (state === 'playing') {
      this.playback?.pause();
      return;
    }
    if (state === 'ended') this.stores.series.clear();
    this.playback?.play();
  }

  pause(): void {
    this.playback?.pause();
  }

  dispose(): void {
    this.playback?.dispose();
  }
}
