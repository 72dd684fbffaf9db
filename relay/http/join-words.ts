/** The few words of the guest page itself, which stand there until the tag does. */

export interface JoinWords {
  title: string;
  opening: string;
  noScript: string;
}

export const JOIN_WORDS = {
  en: {
    title: "Video session",
    opening: "One moment: your video session is being opened.",
    noScript: "A video session needs JavaScript. Please turn it on for this page, or open the link in another browser.",
  },
  fr: {
    title: "Séance vidéo",
    opening: "Un instant : votre séance vidéo s’ouvre.",
    noScript: "Une séance vidéo a besoin de JavaScript. Veuillez l’activer pour cette page, ou ouvrir le lien dans un autre navigateur.",
  },
  es: {
    title: "Sesión de vídeo",
    opening: "Un momento: se está abriendo su sesión de vídeo.",
    noScript: "Una sesión de vídeo necesita JavaScript. Actívelo para esta página, o abra el enlace en otro navegador.",
  },
  de: {
    title: "Videositzung",
    opening: "Einen Moment: Ihre Videositzung wird geöffnet.",
    noScript:
      "Eine Videositzung braucht JavaScript. Bitte schalten Sie es für diese Seite ein, oder öffnen Sie den Link in einem anderen Browser.",
  },
  ar: {
    title: "جلسة فيديو",
    opening: "لحظة من فضلك: يجري فتح جلسة الفيديو.",
    noScript: "تحتاج جلسة الفيديو إلى JavaScript. يُرجى تفعيله لهذه الصفحة، أو فتح الرابط في متصفح آخر.",
  },
} as const satisfies Record<string, JoinWords>;

export type JoinLanguage = keyof typeof JOIN_WORDS;

/** The first of our languages that a browser's `Accept-Language` asks for; English when it asks for none of them. */
export function joinLanguage(header: string | undefined): JoinLanguage {
  const wishes = (header ?? "")
    .slice(0, 500)
    .split(",")
    .map((wish) => {
      const [range = "", quality] = wish.split(";q=");
      return { language: range.trim().toLowerCase().split("-")[0] ?? "", quality: quality === undefined ? 1 : Number(quality) };
    })
    .filter((wish): wish is { language: JoinLanguage; quality: number } => Object.hasOwn(JOIN_WORDS, wish.language) && wish.quality > 0)
    .toSorted((a, b) => b.quality - a.quality);
  return wishes[0]?.language ?? "en";
}
