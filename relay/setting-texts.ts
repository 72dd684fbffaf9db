/** How the text of a setting is read, by what it means. Messages are ends of a sentence that starts with the setting's name. */

import * as v from "valibot";
import * as limits from "../protocol/limits.ts";
import { isPlainAddress } from "./outbox/mail/plain-line.ts";

export const text = v.pipe(v.string(), v.trim());
export const line = v.pipe(
  text,
  v.check((value) => !/[\u0000-\u001f\u007f]/.test(value), "holds a line break or a control character"),
);
export const whole = (min: number, max: number) =>
  v.pipe(
    text,
    v.regex(/^\d+$/, "must be a whole number"),
    v.transform(Number),
    v.check((value) => value >= min && value <= max, `must be between ${min} and ${max}`),
  );
export const list = v.pipe(
  text,
  v.transform((value) =>
    value
      .split(",")
      .map((each) => each.trim())
      .filter((each) => each !== ""),
  ),
);

/** An URL with one of these schemes, without a trailing slash. */
export const url = (...schemes: string[]) =>
  v.pipe(
    text,
    v.check((value) => isUrl(value, schemes), `must be a URL that starts with ${schemes.map((each) => `${each}//`).join(" or ")}`),
    v.transform((value) => value.replace(/\/+$/, "")),
  );
/** Where paths or fragments are put behind it. */
export const plainUrl = v.pipe(
  url("http:", "https:"),
  v.check((value) => !/[?#]/.test(value), "must be a URL without a query and without a fragment"),
);
export const urls = (...schemes: string[]) =>
  v.pipe(
    list,
    v.check(
      (each) => each.every((value) => isUrl(value, schemes)),
      `must be a list of URLs that start with ${schemes.map((each) => `${each}//`).join(" or ")}`,
    ),
  );
export const iceUrls = (...schemes: string[]) =>
  v.pipe(
    list,
    v.check(
      (each) => each.every((value) => schemes.some((scheme) => value.startsWith(scheme) && value.length > scheme.length)),
      `must be a list, each like ${schemes.map((scheme) => `${scheme}turn.example.org:3478`).join(" or ")}`,
    ),
  );

/** `https://host[:port]`, or `*` alone. */
export const origins = v.pipe(
  v.array(v.string()),
  v.check(
    (each) => each.every((value) => value === "*" || isOrigin(value)),
    "must be a list of origins such as https://portal.example.org (no path), or *",
  ),
  v.transform((each) => each.map((value) => (value === "*" ? value : new URL(value).origin))),
);
export const tenantId = v.pipe(text, v.regex(/^[A-Za-z0-9_-]{1,64}$/, "must be 1 to 64 letters, digits, - or _"));
export const joinUrl = plainUrl;
export const webhookUrl = v.pipe(
  url("http:", "https:"),
  v.check((value) => new URL(value).username === "" && new URL(value).password === "", "must be a URL without a user name and a password"),
);
export const clinicName = v.pipe(
  line,
  v.minLength(1, "is empty"),
  v.maxLength(limits.NAME_LENGTH, `is longer than ${limits.NAME_LENGTH} characters`),
);
export const secret = v.pipe(v.string(), v.minLength(1, "is empty"));
/** Standard Webhooks: `whsec_` and 24 to 64 bytes in base64. */
export const webhookSecret = v.pipe(
  text,
  v.check((value) => {
    const bytes = Buffer.from(value.slice("whsec_".length), "base64").length;
    return /^whsec_[A-Za-z0-9+/]+={0,2}$/.test(value) && bytes >= 24 && bytes <= 64;
  }, "must be whsec_ followed by 24 to 64 bytes in base64"),
);
/** A mailbox: an address, or a name and an address in brackets. */
export const mailbox = v.pipe(
  line,
  v.transform((value) => {
    const [, name = "", address = value] = /^([^<>]*)<([^<>]*)>$/.exec(value) ?? [];
    return { name: name.trim().replace(/^"(.*)"$/, "$1"), address };
  }),
  v.check(
    ({ address }) => /^[^@]+@[^@]+$/.test(address) && isPlainAddress(address),
    "must be an address, such as Riverside Clinic <video@riverside.example>",
  ),
);
export const yesOrNo = v.pipe(
  text,
  v.picklist(["true", "false"], "must be true or false"),
  v.transform((value) => value === "true"),
);

function isUrl(value: string, schemes: readonly string[]): boolean {
  return URL.canParse(value) && schemes.includes(new URL(value).protocol) && new URL(value).hostname !== "";
}

function isOrigin(value: string): boolean {
  return isUrl(value, ["http:", "https:"]) && /^https?:\/\/[^/?#@]+\/?$/i.test(value);
}
