/**
 * One description of a mail, and its two renderings: HTML for mail programs of every age, and plain text. What other people wrote
 * enters the HTML only through the `html` tag, which escapes it; nothing here is remote, nothing tracks.
 */

import { html, raw } from "hono/html";
import type { HtmlEscapedString } from "hono/utils/html";
import { cell, HEAD_STYLES, STYLES } from "./mail-styles.ts";

/** A stretch of a line. */
export interface Run {
  text: string;
  strong?: boolean;
  /** An address of ours; shown as it stands. */
  href?: string;
}

export type Block =
  /** Lines of one paragraph. `name`: it is but a name, which stands on the mail's own side in whatever script. */
  | { is: "paragraph"; lines: Run[][]; name?: boolean }
  /** `note`: small, beneath it. */
  | { is: "button"; label: string; url: string; note: string }
  /** What and when, at a glance. `struck`: it holds no more. */
  | { is: "facts"; rows: { label: string; lines: string[]; struck?: boolean }[]; foot?: string };

export interface MailPage {
  /** BCP 47 language of the mail. */
  language: string;
  rightToLeft: boolean;
  subject: string;
  /** Shown by mail programs beside the subject. */
  preview: string;
  clinicName: string;
  blocks: Block[];
  /** The button's link once more, to copy. Plain text shows every link anyway. */
  orOpen?: { words: string; url: string };
  /** Why this mail came. */
  footer: string;
}

const RIGHT_TO_LEFT = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/gu;
const LETTERS = /\p{L}/gu;

/**
 * A paragraph's own direction. `dir="auto"` would go by its first letter, and an Arabic sentence may well begin with a Latin name.
 * In a mail from right to left one such letter decides, in any other mail most of them do.
 */
export function directionOf(words: string, rightToLeft: boolean): "rtl" | "ltr" {
  const there = words.match(RIGHT_TO_LEFT)?.length ?? 0;
  const letters = words.match(LETTERS)?.length ?? 0;
  return (rightToLeft ? there > 0 || letters === 0 : there * 2 > letters) ? "rtl" : "ltr";
}

type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

/** `html` gives a promise only for values that are promises; there are none here. */
const text = (page: Html): string => (page as HtmlEscapedString).toString();

/** Outlook's engine is Word's: it knows no `max-width`, so it gets a table of its own around the card. */
const FOR_OUTLOOK = raw(
  '<!--[if mso]><table role="presentation" align="center" width="560" cellpadding="0" cellspacing="0" border="0"><tr><td><![endif]-->',
);
const AFTER_OUTLOOK = raw("<!--[if mso]></td></tr></table><![endif]-->");

export function pageHtml(page: MailPage): string {
  const { language, rightToLeft, subject, preview, clinicName, blocks, orOpen, footer } = page;
  const side: Side = { dir: (words) => directionOf(words, rightToLeft), align: rightToLeft ? "text-align:right;" : "text-align:left;" };
  return text(
    html`<!doctype html>
      <html lang="${language}" dir="${rightToLeft ? "rtl" : "ltr"}">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="x-apple-disable-message-reformatting" />
          <meta name="format-detection" content="telephone=no, date=no, address=no, email=no, url=no" />
          <meta name="color-scheme" content="light dark" />
          <meta name="supported-color-schemes" content="light dark" />
          <title>${subject}</title>
          <style>
            ${raw(HEAD_STYLES)}
          </style>
        </head>
        <body class="page" style="${STYLES.page}">
          <div style="${STYLES.preview}" aria-hidden="true">${preview}</div>
          <table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" border="0" style="${STYLES.table}">
            <tr>
              <td class="outer" align="center" style="${STYLES.outer}">
                ${FOR_OUTLOOK}
                <table role="presentation" class="card" width="100%" cellpadding="0" cellspacing="0" border="0" style="${STYLES.card}">
                  <tr>
                    <td class="head line ink" style="${STYLES.head}${side.align}" dir="${side.dir(clinicName)}">${clinicName}</td>
                  </tr>
                  <tr>
                    <td class="body" style="${STYLES.body}">
                      ${blocks.map((block) => blockHtml(block, side))}${orOpen === undefined ? raw("") : orOpenHtml(orOpen, side)}
                    </td>
                  </tr>
                </table>
                <p class="footer quiet" style="${STYLES.footer}" dir="${side.dir(footer)}">${footer}</p>
                ${AFTER_OUTLOOK}
              </td>
            </tr>
          </table>
        </body>
      </html> `,
  );
}

/** Which way words run, and on which side of the mail the columns begin. */
interface Side {
  dir: (words: string) => "rtl" | "ltr";
  align: string;
}

function blockHtml(block: Block, side: Side): Html {
  switch (block.is) {
    case "paragraph":
      return paragraphHtml(block, side);
    case "button":
      return buttonHtml(block, side);
    case "facts":
      return factsHtml(block, side);
  }
}

function paragraphHtml({ lines, name }: Extract<Block, { is: "paragraph" }>, { dir, align }: Side): Html {
  const words = lines.flat().map((run) => run.text);
  return html`<p class="ink" style="${STYLES.paragraph}${name === true ? align : ""}" dir="${dir(words.join(" "))}">
    ${lines.map(lineHtml)}
  </p> `;
}

function lineHtml(line: readonly Run[], index: number): Html[] {
  return [index === 0 ? raw("") : raw("<br>\n"), ...line.map(runHtml)];
}

function runHtml(run: Run): Html {
  if (run.href !== undefined) return html`<a class="link" href="${run.href}" style="${STYLES.link}">${run.text}</a>`;
  return run.strong === true ? html`<strong>${run.text}</strong>` : html`${run.text}`;
}

/** A table cell with a colour of its own: the one button that every mail program draws. */
function buttonHtml({ label, url, note }: Extract<Block, { is: "button" }>, { dir }: Side): Html {
  return html`<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="${STYLES.buttonTable}">
      <tr>
        <td class="button" align="center" bgcolor="#0b6e7c" style="${STYLES.buttonCell}">
          <a class="button-label" href="${url}" style="${STYLES.buttonLabel}">${label}</a>
        </td>
      </tr>
    </table>
    <p class="quiet" style="${STYLES.note}" dir="${dir(note)}">${note}</p> `;
}

function orOpenHtml({ words, url }: NonNullable<MailPage["orOpen"]>, { dir }: Side): Html {
  return html`<p class="quiet" style="${STYLES.orOpen}" dir="${dir(words)}">
    ${words}<br />
    <a class="link" href="${url}" style="${STYLES.longLink}" dir="ltr">${url}</a>
  </p> `;
}

function factsHtml({ rows, foot }: Extract<Block, { is: "facts" }>, { dir, align }: Side): Html {
  const value = (lines: readonly string[], struck = false): Html[] =>
    lines.map((words, index) => html`${index === 0 ? raw("") : raw("<br>")}${struck ? html`<s>${words}</s>` : html`${words}`}`);
  return html`<table role="presentation" class="facts" width="100%" cellpadding="0" cellspacing="0" border="0" style="${STYLES.facts}">
    ${rows.map(
      ({ label, lines, struck }, index) =>
        html`<tr>
          <td class="label quiet" valign="top" style="${cell(STYLES.label, index === 0)}${align}" dir="${dir(label)}">${label}</td>
          <td class="ink" valign="top" style="${cell(STYLES.value, index === 0)}${align}" dir="${dir(lines.join(" "))}">
            ${value(lines, struck)}
          </td>
        </tr> `,
    )}${
      foot === undefined
        ? raw("")
        : html`<tr>
            <td class="foot line quiet" colspan="2" style="${STYLES.foot}${align}" dir="${dir(foot)}">${foot}</td>
          </tr> `
    }
  </table> `;
}

/** The same in plain text, one empty line between blocks; long lines are for the reader's program to break. */
export function pageText({ blocks, footer }: MailPage): string {
  return `${[...blocks.map(blockText), `--\n${footer}`].join("\n\n")}\n`;
}

function blockText(block: Block): string {
  switch (block.is) {
    case "paragraph":
      return block.lines.map((line) => line.map((run) => run.text).join("")).join("\n");
    case "button":
      return `${block.label}:\n${block.url}\n\n${block.note}`;
    case "facts":
      return [
        ...block.rows.map(({ label, lines }) => `${label}: ${lines.join(", ")}`),
        ...(block.foot === undefined ? [] : [block.foot]),
      ].join("\n");
  }
}
