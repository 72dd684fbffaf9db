/** The gallery, which is also the documentation: each tag in each of its states, with what it takes, says and lets be styled. */

import { tags } from "virtual:tags";
import { el } from "../portal/dom.ts";
import { prose, reference } from "./reference.ts";
import { specimens } from "./specimens.ts";
import { Stage } from "./stage.ts";
import { tools } from "./tools.ts";

const main = document.querySelector("main");
const nav = el("nav", { class: "tags", "aria-label": "Tags" });
const article = el("article", { class: "tag" });
main?.append(nav, article);

/** What the address says: `#waiting-list/many`. */
function show(): void {
  const [wanted, stateId] = location.hash.slice(1).split("/");
  const specimen = specimens.find(({ tag }) => tag === wanted) ?? specimens[0];
  if (specimen === undefined) return;
  const about = tags.find(({ tag }) => tag === specimen.tag);
  const state = specimen.states.find(({ id }) => id === stateId) ?? specimen.states[0];
  if (about === undefined || state === undefined) return;
  for (const link of nav.querySelectorAll("a")) {
    if (link.hash === `#${specimen.tag}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  document.title = `<${specimen.tag}> · Doorstep`;
  if (article.dataset["tag"] === specimen.tag) return stages.get(specimen.tag)?.show(state);
  article.dataset["tag"] = specimen.tag;
  const stage = new Stage(
    specimen,
    about.events.map(({ name }) => name),
  );
  stages.clear();
  stages.set(specimen.tag, stage);
  article.replaceChildren(
    el("header", {}, el("h1", {}, `<${specimen.tag}>`), el("p", {}, ...prose(about.description))),
    stage.element,
    tools(stage, about.parts),
    ...reference(about),
  );
  stage.show(state);
}

const stages = new Map<string, Stage>();
nav.append(el("ul", {}, ...specimens.map(({ tag }) => el("li", {}, el("a", { href: `#${tag}` }, tag)))));
addEventListener("hashchange", show);
show();
