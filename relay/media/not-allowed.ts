/** A browser asked for more of its media than it may. Told to it in these words: nothing is wrong with the media server. */
export class NotAllowed extends Error {
  override name = "NotAllowed";
}
