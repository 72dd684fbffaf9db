/** Reads a mail as its recipient's program would, with parsers that have nothing to do with those who wrote it. */

import type { DefaultTreeAdapterTypes } from "parse5";
import { parse } from "parse5";
import PostalMime from "postal-mime";
import type { Email } from "postal-mime";
import { composeMime } from "../../../relay/outbox/mail/mime.ts";
import type { OutgoingMail } from "../../../relay/outbox/mail/mail.ts";

export interface ReadMail {
  email: Email;
  /** As it travels. */
  source: string;
  /** Lower case, in order, repeated ones repeated. */
  headerNames: string[];
  html: ReadHtml;
  /** The calendar message of the alternative. */
  calendar: string | undefined;
}

export interface ReadHtml {
  /** Names of elements, how often each. */
  elements: Record<string, number>;
  /** Names of attributes and their elements, such as `a href`, how often each. */
  attributes: Record<string, number>;
  links: string[];
  title: string;
  /** All text of the body, blanks folded. */
  text: string;
  comments: string[];
}

export async function readMail(mail: OutgoingMail): Promise<ReadMail> {
  const bytes = await composeMime(mail);
  const email = await PostalMime.parse(bytes, { attachmentEncoding: "utf8" });
  const calendar = email.attachments.find(({ mimeType }) => mimeType === "text/calendar")?.content;
  return {
    email,
    source: bytes.toString("latin1"),
    headerNames: email.headers.map(({ key }) => key),
    html: readHtml(email.html ?? ""),
    calendar: typeof calendar === "string" ? calendar : undefined,
  };
}

export function readHtml(html: string): ReadHtml {
  const read: ReadHtml = { elements: {}, attributes: {}, links: [], title: "", text: "", comments: [] };
  const texts: string[] = [];
  const walk = (node: DefaultTreeAdapterTypes.Node, inHead: boolean): void => {
    if (node.nodeName === "#comment" && "data" in node) read.comments.push(node.data);
    if (node.nodeName === "#text" && "value" in node && !inHead) texts.push(node.value);
    if ("tagName" in node) {
      read.elements[node.tagName] = (read.elements[node.tagName] ?? 0) + 1;
      for (const { name, value } of node.attrs) {
        const key = `${node.tagName} ${name}`;
        read.attributes[key] = (read.attributes[key] ?? 0) + 1;
        if (name === "href" || name === "src" || name === "action" || name === "background") read.links.push(value);
      }
      if (node.tagName === "title") read.title = node.childNodes.map((child) => ("value" in child ? child.value : "")).join("");
    }
    if ("childNodes" in node) for (const child of node.childNodes) walk(child, inHead || node.nodeName === "head");
  };
  walk(parse(html), false);
  read.text = folded(texts.join(" "));
  return read;
}

/** Blanks, in numbers and kinds, are the reader's to show. */
export function folded(text: string): string {
  return text.replace(/[\s\u00a0]+/gu, " ").trim();
}
