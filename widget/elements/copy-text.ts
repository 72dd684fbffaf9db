/**
 * Puts `text` on the clipboard. False where the page may not (no HTTPS, an iframe without permission): the caller then shows the
 * text so that people can copy it themselves.
 */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
