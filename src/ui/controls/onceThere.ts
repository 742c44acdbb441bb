/**
 * Calls `act` with the element of this id: at once, or when it enters the page, as one that is loaded lazily does.
 *
 * @returns the function that stops waiting
 */
export function onceThere(id: string, act: (element: HTMLElement) => void): () => void {
  const attempt = () => {
    const element = document.getElementById(id);
    if (element !== null) act(element);
    return element !== null;
  };
  if (attempt()) return () => undefined;
  const observer = new MutationObserver(() => {
    if (attempt()) observer.disconnect();
  });
  observer.observe(document.body, { childList: true, subtree: true });
  return () => observer.disconnect();
}
