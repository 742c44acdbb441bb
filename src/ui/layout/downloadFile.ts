/** Hands bytes to the browser's downloads. Nothing leaves the machine. */
export function downloadFile(name: string, bytes: Uint8Array): void {
  const address = URL.createObjectURL(new Blob([new Uint8Array(bytes)], { type: 'application/octet-stream' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The download has its own hold on the data; the address is not needed again.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
