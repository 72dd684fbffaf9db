import type { str } from "@lit/localize";
import { msg } from "@lit/localize";
import { spoken } from "./speech.ts";

type Form = ReturnType<typeof str>;

/**
 * A counted sentence in the form that `locale` has for `count`. English has two forms, which stand in the code; other languages
 * have those of `Intl.PluralRules`, each a sentence named `<id>.<form>`: `share.create.one`, `share.create.few`.
 * Both English forms fill in the same things in the same order.
 *
 *     plural(locale, count, "share.create", { one: str`Create ${figure} link`, other: str`Create ${figure} links` })
 */
export function plural(locale: string, count: number, id: string, forms: { one: Form; other: Form }): string {
  const category = new Intl.PluralRules(locale).select(count);
  const name = `${id}.${category}`;
  // A page's own language may know fewer forms than its grammar has.
  return msg(category === "one" ? forms.one : forms.other, { id: spoken()?.[name] === undefined ? `${id}.other` : name });
}
