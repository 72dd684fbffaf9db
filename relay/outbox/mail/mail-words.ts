/** What a mail says of itself, beside the clinic's own message, in the languages shipped. */

import type { MailLanguage } from "../../../protocol/message-template.ts";

/** What these sentences speak of. */
export interface Spoken {
  hostName: string;
  clinicName: string;
  service: string;
  /** Date, time and zone, in words. */
  startsAt: string;
}

export interface MailWords {
  join: string;
  /** Beneath the button. `minutes`: how long before the start the link opens. */
  opens(minutes: number): string;
  personal: string;
  /** Before the link in full. */
  orOpen: string;
  when: string;
  with: string;
  service: string;
  /** `file`: the name of the calendar file. */
  inCalendar(file: string): string;
  why(spoken: Spoken): string;
  /** Greeting; the name may be empty. */
  hello(name: string): string;
  reminder: { subject(spoken: Spoken): string; line(spoken: Spoken): string };
  update: { subject(spoken: Spoken): string; line(spoken: Spoken): string; same: string };
  cancel: { subject(spoken: Spoken): string; line(spoken: Spoken): string; after: string };
  /** Title of the calendar entry. */
  entry(spoken: Pick<Spoken, "service" | "clinicName">): string;
}

const named = (greeting: string, name: string, end = ","): string => `${greeting}${name === "" ? "" : ` ${name}`}${end}`;

const en: MailWords = {
  join: "Join session",
  opens: (minutes) => (minutes === 0 ? "Works from the start of the session." : `Works from ${minutes} minutes before the start.`),
  personal: "This link is for you alone.",
  orOpen: "If the button doesn’t work, open this address in a browser:",
  when: "When",
  with: "With",
  service: "Session",
  inCalendar: (file) => `For your calendar: the attached file ${file}`,
  why: ({ hostName, clinicName }) =>
    `${clinicName} sent you this because ${hostName} invited you. If you weren’t expecting it, you can ignore it or reply to tell us.`,
  hello: (name) => named("Hello", name),
  reminder: {
    subject: ({ hostName }) => `Reminder: your video session with ${hostName}`,
    line: ({ hostName, service, startsAt }) => `This is a reminder of your video session (${service}) with ${hostName} on ${startsAt}.`,
  },
  update: {
    subject: ({ hostName }) => `New time: your video session with ${hostName}`,
    line: ({ hostName, service, startsAt }) => `Your video session (${service}) with ${hostName} has moved. It is now on ${startsAt}.`,
    same: "The link we sent you stays the same.",
  },
  cancel: {
    subject: ({ hostName }) => `Cancelled: your video session with ${hostName}`,
    line: ({ hostName, service, startsAt }) => `Your video session (${service}) with ${hostName} on ${startsAt} has been cancelled.`,
    after: "The link we sent you no longer works. If you have questions, reply to this message.",
  },
  entry: ({ service, clinicName }) => `Video session: ${service} (${clinicName})`,
};

const fr: MailWords = {
  join: "Rejoindre la séance",
  opens: (minutes) =>
    minutes === 0 ? "Fonctionne dès le début de la séance." : `Fonctionne à partir de ${minutes} minutes avant le début.`,
  personal: "Ce lien est pour vous seul.",
  orOpen: "Si le bouton ne fonctionne pas, ouvrez cette adresse dans un navigateur :",
  when: "Quand",
  with: "Avec",
  service: "Séance",
  inCalendar: (file) => `Pour votre agenda : le fichier joint ${file}`,
  why: ({ hostName, clinicName }) =>
    `${clinicName} vous envoie ce message parce que ${hostName} vous a invité. Si vous ne l’attendiez pas, ignorez-le ou répondez pour nous le dire.`,
  hello: (name) => named("Bonjour", name),
  reminder: {
    subject: ({ hostName }) => `Rappel : votre séance vidéo avec ${hostName}`,
    line: ({ hostName, service, startsAt }) => `Nous vous rappelons votre séance vidéo (${service}) avec ${hostName} le ${startsAt}.`,
  },
  update: {
    subject: ({ hostName }) => `Nouvel horaire : votre séance vidéo avec ${hostName}`,
    line: ({ hostName, service, startsAt }) =>
      `Votre séance vidéo (${service}) avec ${hostName} a été déplacée. Elle a maintenant lieu le ${startsAt}.`,
    same: "Le lien que vous avez reçu reste le même.",
  },
  cancel: {
    subject: ({ hostName }) => `Annulée : votre séance vidéo avec ${hostName}`,
    line: ({ hostName, service, startsAt }) => `Votre séance vidéo (${service}) avec ${hostName} du ${startsAt} a été annulée.`,
    after: "Le lien que vous avez reçu ne fonctionne plus. Pour toute question, répondez à ce message.",
  },
  entry: ({ service, clinicName }) => `Séance vidéo : ${service} (${clinicName})`,
};

const es: MailWords = {
  join: "Unirse a la sesión",
  opens: (minutes) => (minutes === 0 ? "Funciona desde el inicio de la sesión." : `Funciona desde ${minutes} minutos antes del inicio.`),
  personal: "Este enlace es solo para usted.",
  orOpen: "Si el botón no funciona, abra esta dirección en un navegador:",
  when: "Cuándo",
  with: "Con",
  service: "Sesión",
  inCalendar: (file) => `Para su calendario: el archivo adjunto ${file}`,
  why: ({ hostName, clinicName }) =>
    `${clinicName} le envía este mensaje porque ${hostName} le ha invitado. Si no lo esperaba, puede ignorarlo o responder para avisarnos.`,
  hello: (name) => named("Hola", name),
  reminder: {
    subject: ({ hostName }) => `Recordatorio: su sesión de vídeo con ${hostName}`,
    line: ({ hostName, service, startsAt }) => `Le recordamos su sesión de vídeo (${service}) con ${hostName} el ${startsAt}.`,
  },
  update: {
    subject: ({ hostName }) => `Nuevo horario: su sesión de vídeo con ${hostName}`,
    line: ({ hostName, service, startsAt }) => `Su sesión de vídeo (${service}) con ${hostName} ha cambiado. Ahora es el ${startsAt}.`,
    same: "El enlace que recibió sigue siendo el mismo.",
  },
  cancel: {
    subject: ({ hostName }) => `Cancelada: su sesión de vídeo con ${hostName}`,
    line: ({ hostName, service, startsAt }) => `Su sesión de vídeo (${service}) con ${hostName} del ${startsAt} ha sido cancelada.`,
    after: "El enlace que recibió ya no funciona. Si tiene preguntas, responda a este mensaje.",
  },
  entry: ({ service, clinicName }) => `Sesión de vídeo: ${service} (${clinicName})`,
};

const de: MailWords = {
  join: "An der Sitzung teilnehmen",
  opens: (minutes) => (minutes === 0 ? "Funktioniert ab Beginn der Sitzung." : `Funktioniert ab ${minutes} Minuten vor Beginn.`),
  personal: "Dieser Link ist nur für Sie.",
  orOpen: "Falls die Schaltfläche nicht funktioniert, öffnen Sie diese Adresse im Browser:",
  when: "Wann",
  with: "Mit",
  service: "Sitzung",
  inCalendar: (file) => `Für Ihren Kalender: die angehängte Datei ${file}`,
  why: ({ hostName, clinicName }) =>
    `${clinicName} sendet Ihnen diese Nachricht, weil ${hostName} Sie eingeladen hat. Falls Sie sie nicht erwartet haben, können Sie sie ignorieren oder uns antworten.`,
  hello: (name) => named("Guten Tag", name),
  reminder: {
    subject: ({ hostName }) => `Erinnerung: Ihre Videositzung mit ${hostName}`,
    line: ({ hostName, service, startsAt }) => `Wir erinnern Sie an Ihre Videositzung (${service}) mit ${hostName}: ${startsAt}.`,
  },
  update: {
    subject: ({ hostName }) => `Neuer Termin: Ihre Videositzung mit ${hostName}`,
    line: ({ hostName, service, startsAt }) => `Ihre Videositzung (${service}) mit ${hostName} wurde verlegt. Neuer Termin: ${startsAt}.`,
    same: "Ihr Link bleibt derselbe.",
  },
  cancel: {
    subject: ({ hostName }) => `Abgesagt: Ihre Videositzung mit ${hostName}`,
    line: ({ hostName, service, startsAt }) => `Ihre Videositzung (${service}) mit ${hostName} wurde abgesagt: ${startsAt}.`,
    after: "Ihr Link funktioniert nicht mehr. Bei Fragen antworten Sie auf diese Nachricht.",
  },
  entry: ({ service, clinicName }) => `Videositzung: ${service} (${clinicName})`,
};

const ar: MailWords = {
  join: "الانضمام إلى الجلسة",
  opens: (minutes) => (minutes === 0 ? "يعمل الرابط من بداية الجلسة." : `يعمل الرابط قبل البداية بمدة ${minutes} دقيقة.`),
  personal: "هذا الرابط لك وحدك.",
  orOpen: "إذا لم يعمل الزر، فافتح هذا العنوان في المتصفح:",
  when: "الموعد",
  with: "مع",
  service: "الجلسة",
  inCalendar: (file) => `لتقويمك: الملف المرفق ${file}`,
  why: ({ hostName, clinicName }) =>
    `أرسلت إليك ${clinicName} هذه الرسالة لأن ${hostName} دعاك. إذا لم تكن تتوقعها، يمكنك تجاهلها أو الرد لإبلاغنا.`,
  hello: (name) => named("مرحبًا", name, "،"),
  reminder: {
    subject: ({ hostName }) => `تذكير: جلسة الفيديو مع ${hostName}`,
    line: ({ hostName, service, startsAt }) => `نذكّرك بجلسة الفيديو (${service}) مع ${hostName} يوم ${startsAt}.`,
  },
  update: {
    subject: ({ hostName }) => `موعد جديد: جلسة الفيديو مع ${hostName}`,
    line: ({ hostName, service, startsAt }) => `تغيّر موعد جلسة الفيديو (${service}) مع ${hostName}. الموعد الجديد: ${startsAt}.`,
    same: "يبقى الرابط الذي أرسلناه إليك كما هو.",
  },
  cancel: {
    subject: ({ hostName }) => `أُلغيت: جلسة الفيديو مع ${hostName}`,
    line: ({ hostName, service, startsAt }) => `أُلغيت جلسة الفيديو (${service}) مع ${hostName} يوم ${startsAt}.`,
    after: "لم يعد الرابط الذي أرسلناه إليك يعمل. إذا كانت لديك أسئلة، فأجب عن هذه الرسالة.",
  },
  entry: ({ service, clinicName }) => `جلسة فيديو: ${service} (${clinicName})`,
};

export const MAIL_WORDS: Readonly<Record<MailLanguage, MailWords>> = { en, fr, es, de, ar };
