/**
 * Firefox, asked for some codecs only (`setCodecPreferences`), offers just these but leaves the feedback lines of the others in its
 * description; Chromium refuses to parse such an offer. Takes those lines out.
 */
export function tidySdp(sdp: string): string {
  return sdp
    .split(/^(?=m=)/mu)
    .map((section) => {
      const offered = new Set(/^m=\S+ \S+ \S+ (.*)$/mu.exec(section)?.[1]?.trim().split(" "));
      return section.replaceAll(/^a=rtcp-fb:(\d+) .*\r?\n/gmu, (line, type: string) => (offered.has(type) ? line : ""));
    })
    .join("");
}
