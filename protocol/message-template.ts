/**
 * The words of a mail with places to fill in: `{{guestName}}` and its kind. Read once, filled in once: what a value says is never
 * read as a template again, so a guest called `{{joinUrl}}` is just somebody with an odd name.
 */

/** What a message may name. */
export const VARIABLES = ["guestName", "hostName", "service", "startsAt", "joinUrl", "clinicName"] as const;
export type Variable = (typeof VARIABLES)[number];
export type Values = Readonly<Record<Variable, string>>;

/** The words of a mail as a clinic or a host writes them. */
export interface Message {
  /** One line. */
  subject: string;
  /** Paragraphs with an empty line between. */
  body: string;
}

/** A stretch of a template; `from` and `to` are its place in the text, in UTF-16 code units. */
export type TemplatePart =
  | { is: "text"; text: string; from: number; to: number }
  | { is: "variable"; name: Variable; from: number; to: number }
  /** Something in double braces that nobody can fill in. `name` is what stands between them. */
  | { is: "unknown"; name: string; text: string; from: number; to: number };
export type UnknownVariable = Extract<TemplatePart, { is: "unknown" }>;

export interface Template {
  parts: TemplatePart[];
  /** In order; a message with any of them should not be saved. */
  unknown: UnknownVariable[];
}

/** A stretch of a filled-in message; `variable` says what was filled in, so that it can be set apart. */
export interface Piece {
  text: string;
  variable?: Variable;
}

const PLACE = /\{\{\s*([^{}]*?)\s*\}\}/gu;

export function isVariable(name: string): name is Variable {
  return (VARIABLES as readonly string[]).includes(name);
}

export function parseTemplate(text: string): Template {
  const parts: TemplatePart[] = [];
  let from = 0;
  const plain = (to: number): void => {
    if (to > from) parts.push({ is: "text", text: text.slice(from, to), from, to });
  };
  for (const match of text.matchAll(PLACE)) {
    const [whole, name = ""] = match;
    const to = match.index + whole.length;
    plain(match.index);
    parts.push(
      isVariable(name) ? { is: "variable", name, from: match.index, to } : { is: "unknown", name, text: whole, from: match.index, to },
    );
    from = to;
  }
  plain(text.length);
  return { parts, unknown: parts.filter((part) => part.is === "unknown") };
}

/** The message for one person. What nobody can fill in stays as it stands; where nothing is to be said, the blank before it goes too. */
export function fillIn(parts: readonly TemplatePart[], values: Values): Piece[] {
  const pieces: Piece[] = [];
  for (const part of parts) {
    if (part.is !== "variable") {
      pieces.push({ text: part.text });
      continue;
    }
    const value = values[part.name];
    const before = pieces.at(-1);
    // "Hello {{guestName}}," without a name is "Hello,".
    if (value === "" && before !== undefined && before.variable === undefined) before.text = before.text.replace(/[^\S\n]$/u, "");
    pieces.push({ text: value, variable: part.name });
  }
  return pieces.filter((piece) => piece.text !== "");
}

export function renderText(parts: readonly TemplatePart[], values: Values): string {
  return fillIn(parts, values)
    .map((piece) => piece.text)
    .join("");
}

/** The languages that mails are written in. */
export const MAIL_LANGUAGES = ["en", "fr", "es", "de", "ar"] as const;
export type MailLanguage = (typeof MAIL_LANGUAGES)[number];

/** The one of our languages that a BCP 47 tag asks for; English for every other. */
export function mailLanguage(locale: string | undefined): MailLanguage {
  const asked = locale?.toLowerCase().split(/[-_]/u)[0];
  return MAIL_LANGUAGES.find((language) => language === asked) ?? "en";
}

/** What guests are sent while a clinic has not written its own words. The button stands before the sign-off. */
export const DEFAULT_MESSAGES: Readonly<Record<MailLanguage, Readonly<Message>>> = {
  en: {
    subject: "{{hostName}} invites you to a video session",
    body: `Hello {{guestName}},

{{hostName}} has invited you to a video session ({{service}}) on {{startsAt}}.

You don't need an account. Press the button below, check your camera, and wait in the waiting room until you are let in.

Kind regards,
{{clinicName}}`,
  },
  fr: {
    subject: "{{hostName}} vous invite à une séance vidéo",
    body: `Bonjour {{guestName}},

{{hostName}} vous invite à une séance vidéo ({{service}}) le {{startsAt}}.

Aucun compte n’est nécessaire. Appuyez sur le bouton ci-dessous, vérifiez votre caméra, puis patientez dans la salle d’attente jusqu’à ce que l’on vous fasse entrer.

Cordialement,
{{clinicName}}`,
  },
  es: {
    subject: "{{hostName}} le invita a una sesión de vídeo",
    body: `Hola {{guestName}},

{{hostName}} le invita a una sesión de vídeo ({{service}}) el {{startsAt}}.

No necesita una cuenta. Pulse el botón de abajo, compruebe su cámara y espere en la sala de espera hasta que le dejen entrar.

Un cordial saludo,
{{clinicName}}`,
  },
  de: {
    subject: "{{hostName}} lädt Sie zu einer Videositzung ein",
    body: `Guten Tag {{guestName}},

{{hostName}} lädt Sie zu einer Videositzung ({{service}}) ein: {{startsAt}}.

Sie brauchen kein Konto. Drücken Sie auf die Schaltfläche unten, prüfen Sie Ihre Kamera und warten Sie im Wartezimmer, bis Sie eingelassen werden.

Mit freundlichen Grüßen
{{clinicName}}`,
  },
  ar: {
    subject: "{{hostName}} يدعوك إلى جلسة فيديو",
    body: `مرحبًا {{guestName}}،

دعاك {{hostName}} إلى جلسة فيديو ({{service}}) يوم {{startsAt}}.

لا تحتاج إلى حساب. اضغط على الزر أدناه، وتحقق من الكاميرا، ثم انتظر في غرفة الانتظار حتى يُسمح لك بالدخول.

مع أطيب التحيات،
{{clinicName}}`,
  },
};
export const DEFAULT_MESSAGE: Readonly<Message> = DEFAULT_MESSAGES.en;
