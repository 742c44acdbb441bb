/** The page side of a headless run: the engine in its worker, without the interface. Driven by `runHeadless.ts`. */
import { createEngineClient, type EngineCommand, type EngineEvent } from '../../src/engine/index.ts';

declare global {
  interface Window {
    /** Given by the driver. */
    reportEvent(event: EngineEvent): Promise<void>;
    /** Called by the driver. */
    sendCommand(command: EngineCommand): void;
  }
}

const client = createEngineClient(new URL('./', document.baseURI).href);
client.subscribe((event) => {
  // Weights and other bytes stay in the page; the driver wants what the page would draw.
  if (event.type !== 'weights') void window.reportEvent(event);
});
window.sendCommand = (command) => client.send(command);
