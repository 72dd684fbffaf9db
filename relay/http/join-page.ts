/**
 * The guest page that the relay serves itself. It is the same for everybody but for its language: the link's token rides in the fragment, which browsers
 * never send, so fetching the page tells the relay nothing and spends nothing (LINK2).
 */

import { createHash } from "node:crypto";
import type { JoinLanguage } from "./join-words.ts";
import { JOIN_WORDS } from "./join-words.ts";

/** The first frame has no words, and looks for no font: they have one of their own right after it, where the page is not there before. */
const STYLE = `
:root { color-scheme: light dark; font-family: Inter, system-ui, sans-serif; }
html, body { height: 100%; margin: 0; }
body { display: flex; flex-direction: column; background: light-dark(#fff, #10151a); color: light-dark(#18212b, #f0f3f6); }
drop-in-join { flex: 1; display: block; min-height: 100%; }
.early { max-width: 30rem; margin: 20vh auto; padding: 0 1.5rem; text-align: center; line-height: 1.5; animation: early 1ms .02s backwards; }
@keyframes early { from, to { display: none; } }
`;

export interface JoinPage {
  html: string;
  headers: Record<string, string>;
}

/** `publicUrl`: where browsers reach the relay. `script`: the tag's file below `/widget/`. `preloads`: those that it imports. `ahead`: one that runs first. */
export function joinPage(
  publicUrl: string,
  {
    language = "en",
    script = "drop-in-join.js",
    preloads = [],
    ahead,
  }: { language?: JoinLanguage; script?: string; preloads?: readonly string[]; ahead?: string } = {},
): JoinPage {
  const words = JOIN_WORDS[language];
  const { origin, protocol, host } = new URL(publicUrl);
  const sockets = `${protocol === "https:" ? "wss" : "ws"}://${host}`;
  const html = `<!doctype html>
<html lang="${language}" dir="${language === "ar" ? "rtl" : "ltr"}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content">
<meta name="robots" content="noindex">
<title>${words.title}</title>
<link rel="icon" href="data:,">
<style>${STYLE}</style>
${
  ahead === undefined
    ? ""
    : `<script type="module" async src="/widget/${escapeAttribute(ahead)}"></script>
`
}<script type="module" src="/widget/${escapeAttribute(script)}"></script>
${preloads.map((path) => `<link rel="modulepreload" href="/widget/${escapeAttribute(path)}">`).join("\n")}
</head>
<body>
<drop-in-join relay="${escapeAttribute(publicUrl)}"><p class="early">${words.opening}</p></drop-in-join>
<noscript><p class="early">${words.noScript}</p></noscript>
</body>
</html>
`;
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'sha256-${createHash("sha256").update(STYLE).digest("base64")}'`,
    "img-src 'self' data: blob:",
    "media-src 'self' data: blob: mediastream:",
    "font-src 'self'",
    "worker-src 'self'",
    `connect-src 'self' ${origin} ${sockets}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types lit-html doorstep-worker doorstep-ahead",
  ].join("; ");
  return {
    html,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": policy,
      "referrer-policy": "no-referrer",
      "permissions-policy":
        "camera=(self), microphone=(self), display-capture=(self), fullscreen=(self), autoplay=(self), screen-wake-lock=(self), picture-in-picture=(self), geolocation=(), payment=(), usb=()",
      "cross-origin-opener-policy": "same-origin",
      "x-frame-options": "DENY",
      "x-robots-tag": "noindex",
      "cache-control": "no-cache",
      vary: "Accept-Language",
    },
  };
}

function escapeAttribute(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
}
