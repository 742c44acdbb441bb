import type { EngineClient, EngineCommand, EngineEvent } from '../../../engine/index.ts';

/** An engine that does nothing but remember what it was told; the test speaks for it. */
export class FakeEngine implements EngineClient {
  readonly commands: EngineCommand[] = [];
  restarts = 0;
  private readonly listeners = new Set<(event: EngineEvent) => void>();

  send(command: EngineCommand): void {
    this.commands.push(command);
  }

  subscribe(listener: (event: EngineEvent) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  restart(): void {
    this.restarts++;
  }

  dispose(): void {
    this.listeners.clear();
  }

  say(...events: EngineEvent[]): void {
    for (const event of events) for (const listener of this.listeners) listener(event);
  }

  /** Commands of one type, oldest first. */
  told<T extends EngineCommand['type']>(type: T): Extract<EngineCommand, { type: T }>[] {
    return this.commands.filter((command): command is Extract<EngineCommand, { type: T }> => command.type === type);
  }
}
