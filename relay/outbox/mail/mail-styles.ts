/**
 * How a mail looks. Inline for programs that drop style sheets (Gmail in part, older Outlooks), and once more in the head for dark
 * mode and phones. Colours are the tags' own defaults (widget/theme/tokens.ts); mail programs know no custom properties.
 */

const FONT = "font-family:-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;";
const LIGHT = { page: "#f5f7f9", card: "#ffffff", ink: "#18212b", quiet: "#5a6673", line: "#dfe3e8", accent: "#0b6e7c" } as const;
const DARK = {
  page: "#11161b",
  card: "#171d24",
  ink: "#f0f3f6",
  quiet: "#a3aeb9",
  line: "#323c46",
  accent: "#41b7c9",
  on: "#0c1419",
} as const;

const SMALL = `${FONT}font-size:14px;line-height:20px;`;
const TEXT = `${FONT}font-size:16px;line-height:24px;`;

export const STYLES = {
  page: `margin:0;padding:0;background-color:${LIGHT.page};-webkit-text-size-adjust:100%;-ms-text-size-adjust:100%;`,
  preview: `display:none;max-height:0;max-width:0;overflow:hidden;opacity:0;mso-hide:all;`,
  table: `background-color:${LIGHT.page};`,
  outer: `padding:32px 16px;`,
  card: `max-width:560px;margin:0 auto;background-color:${LIGHT.card};border:1px solid ${LIGHT.line};border-radius:12px;border-collapse:separate;`,
  head: `${FONT}font-size:16px;line-height:24px;font-weight:600;color:${LIGHT.ink};padding:20px 32px;border-bottom:1px solid ${LIGHT.line};`,
  body: `padding:28px 32px 32px;`,
  paragraph: `${TEXT}color:${LIGHT.ink};margin:0 0 16px;word-break:break-word;overflow-wrap:anywhere;`,
  buttonTable: `margin:24px 0 12px;border-collapse:separate;`,
  buttonCell: `background-color:${LIGHT.accent};border-radius:8px;mso-padding-alt:14px 24px;`,
  buttonLabel: `${FONT}display:block;padding:14px 24px;font-size:16px;line-height:20px;font-weight:600;color:#ffffff;text-decoration:none;border-radius:8px;`,
  note: `${SMALL}color:${LIGHT.quiet};text-align:center;margin:0 0 24px;`,
  orOpen: `${SMALL}color:${LIGHT.quiet};margin:20px 0 0;`,
  link: `color:${LIGHT.accent};text-decoration:underline;word-break:break-all;`,
  longLink: `color:${LIGHT.accent};text-decoration:underline;word-break:break-all;font-size:14px;line-height:20px;`,
  facts: `margin:24px 0 0;border:1px solid ${LIGHT.line};border-radius:8px;border-collapse:separate;`,
  label: `${SMALL}line-height:24px;color:${LIGHT.quiet};width:1%;white-space:nowrap;padding:2px 14px 12px;`,
  value: `${FONT}font-size:16px;line-height:24px;color:${LIGHT.ink};padding:2px 14px 12px;word-break:break-word;overflow-wrap:anywhere;`,
  foot: `${SMALL}color:${LIGHT.quiet};padding:12px 14px;border-top:1px solid ${LIGHT.line};`,
  footer: `${FONT}font-size:14px;line-height:20px;color:${LIGHT.quiet};max-width:560px;margin:20px auto 0;padding:0 16px;text-align:center;`,
} as const;

/** The first row of the facts stands further from the frame. */
export function cell(style: string, first: boolean): string {
  return first ? style.replace("padding:2px 14px 12px", "padding:14px 14px 12px") : style;
}

/** `[data-ogsc]` and `[data-ogsb]` are how Outlook's own dark mode on the web and on phones asks for colours. */
const dark = (prefix: string): string =>
  [
    [".page", `background-color:${DARK.page}`],
    [".card", `background-color:${DARK.card};border-color:${DARK.line}`],
    [".ink", `color:${DARK.ink}`],
    [".quiet", `color:${DARK.quiet}`],
    [".line", `border-color:${DARK.line}`],
    [".facts", `border-color:${DARK.line}`],
    [".link", `color:${DARK.accent}`],
    [".button", `background-color:${DARK.accent}`],
    [".button-label", `color:${DARK.on}`],
  ]
    .map(([selector, rule = ""]) => `${prefix}${selector}{${rule.replaceAll(";", " !important;")} !important}`)
    .join("\n");

/** Nothing of anybody else's: it goes into the head as it stands. */
export const HEAD_STYLES = `
:root{color-scheme:light dark;supported-color-schemes:light dark}
@media (max-width:480px){
.outer{padding:12px 8px !important}
.head{padding:16px 20px !important}
.body{padding:20px 20px 24px !important}
}
@media (prefers-color-scheme:dark){
${dark("")}
}
${dark("[data-ogsc] ")}
`;
