import type { CSSResult, PropertyValues, TemplateResult } from "lit";
import { html, nothing } from "lit";
import { property, state } from "lit/decorators.js";
import { msg } from "@lit/localize";
import type { RefusalCode } from "../../../protocol/refusals.ts";
import { define } from "../../define.ts";
import { isUnable } from "../../session/ability.ts";
import { inTurn } from "../../session/drawing.ts";
import type { GuestNews } from "../../session/guest-news.ts";
import type { GuestState, LobbyView } from "../../session/guest-store.ts";
import type { GuestVisit } from "../../session/guest-visit.ts";
import { ownTask } from "../../session/own-task.ts";
import { VisitHolder } from "../../session/visit-holder.ts";
import { webAddress } from "../../session/web-address.ts";
import { buttons } from "../../theme/buttons.ts";
import { cards } from "../../theme/cards.ts";
import { fields } from "../../theme/fields.ts";
import { skeletons } from "../../theme/skeletons.ts";
import { Ticker } from "../../theme/ticker.ts";
import { startInWords } from "../../theme/when.ts";
import { adopt } from "../adopt.ts";
import { DoorstepElement } from "../base.ts";
import { Later } from "../later.ts";
import { openDeviceDialog } from "../open-device-dialog.ts";
import { selfViewStyles } from "../self-view.ts";
import { SoundCheck, soundCheckStyles } from "../sound-check.ts";
import "../waiting-room/waiting-room.ts";
import { dropInJoinStyles } from "./drop-in-join.styles.ts";
import { callOnItsWay, loadingPage, masthead, offlineBanner } from "./frame.ts";
import { CALL_PARTS, WAITING_PARTS } from "./inner-parts.ts";
import { drawRest } from "./parts.ts";
import { prejoinPage } from "./prejoin-page.ts";

/** Detail of `leave` and `refused`. */
export interface ReasonDetail {
  reason: RefusalCode;
}

/**
 * A guest's whole way: from the drop-in link to the waiting room, the call and the goodbye. Give it the height of the page.
 *
 * @tag drop-in-join
 * @slot logo - The clinic's logo, 24 px high.
 * @slot heading - Instead of "Video session with …".
 * @slot waiting - Instead of the words for the time of waiting.
 * @slot policy - Instead of the link to the privacy policy.
 * @slot ended - Under the words that it is over.
 * @slot footer - Below every page but the call.
 * @fires {CustomEvent<undefined>} ready - The link was looked at: the guest may join, or knows when.
 * @fires {CustomEvent<undefined>} knock - The guest asked to be let in.
 * @fires {CustomEvent<undefined>} admitted - The guest was let in.
 * @fires {CustomEvent<undefined>} denied - The guest was declined.
 * @fires {CustomEvent<undefined>} join - The guest is in the call.
 * @fires {CustomEvent<ReasonDetail>} leave - The guest is no longer waiting or inside, and why.
 * @fires {CustomEvent<ReasonDetail>} refused - The link does not open the door, and why.
 * @csspart masthead - Logo and clinic's name.
 * @csspart page - The page shown now; also `prejoin`, `early`, `waiting`, `over`.
 * @csspart heading - The page's heading.
 * @csspart connection - What the network is good for, in a sentence.
 * @csspart join-button - The one button.
 * @csspart call - The call.
 */
export class DropInJoin extends DoorstepElement {
  static override styles = [DoorstepElement.styles, buttons, cards, fields, skeletons, selfViewStyles, soundCheckStyles, dropInJoinStyles];

  /** The drop-in link, whole or its token. Absent: the page's own fragment. */
  @property() link?: string;
  /** The guest's name, if the page knows it; otherwise the one on the invitation. */
  @property({ attribute: "display-name" }) displayName?: string;
  /** Where to go after a session that was left or ended (http or https). */
  @property({ attribute: "leave-redirect-url" }) leaveRedirectUrl?: string;
  /** The clinic's privacy policy (http or https). */
  @property({ attribute: "policy-url" }) policyUrl?: string;

  @state() private typed: string | undefined;
  @state() private nameMissing = false;
  /** What screen readers are told at once. */
  @state() private news = "";
  @state() private callMissing = false;
  /** @internal How many parts of the page before joining are drawn. */
  @state() parts = 1;

  /** The visit to the link, and what happens in it. */
  readonly visits = new VisitHolder(
    this,
    (news, before) => this.#tellNews(news, before),
    // A browser's first words for a time take it long; while the relay is being asked, nobody waits for them.
    () => startInWords(Date.now(), "UTC", this.locale, Date.now()),
  );
  readonly #soundCheck = new SoundCheck(this, () => this.visits.visit?.media);
  readonly #early = new Later(this, () => this.#withStyles(import("./early-page.ts")));
  readonly #over = new Later(this, () => this.#withStyles(import("./over-page.ts")));
  readonly #words = new Later(this, () => import("./problem-words.ts"));
  readonly #connection = new Later(this, () => import("../connection-line.ts"));
  readonly #call = new Later(
    this,
    () => import("../session-call/session-call.ts"),
    () => (this.callMissing = true),
  );
  /** The page last shown. */
  #page: GuestState["is"] = "connecting";

  constructor() {
    super();
    // Only where a clock runs down.
    new Ticker(this, 1_000, () => {
      const { state: current } = this.visits;
      return current.is === "early" || (current.is === "out" && current.retryAt !== undefined);
    });
  }

  /** Asks to be let in, under the name in the field. Resolves when the relay has answered; the events say what came of it. */
  async knock(): Promise<void> {
    const { store } = this.visits.visit ?? {};
    if (store === undefined || store.busy) return;
    const name = this.#name().trim();
    this.nameMissing = name === "";
    if (this.nameMissing) return this.renderRoot.querySelector<HTMLElement>("#name")?.focus();
    this.#call.want();
    await store.knock(name);
  }

  /** Takes the request back; the guest may ask again. */
  async cancelKnock(): Promise<void> {
    await this.visits.visit?.store.cancelKnock();
  }

  /** Leaves the waiting room or the call. */
  async leave(): Promise<void> {
    await this.visits.visit?.store.leave();
  }

  protected override async scheduleUpdate(): Promise<unknown> {
    // Before anything is drawn: the relay answers, and the language comes, meanwhile.
    if (!this.hasUpdated) await Promise.all([this.tongue.ready(), ownTask().then(() => this.#begin())]);
    if (!this.hasUpdated || this.visits.state.is !== this.#page) await ownTask();
    return inTurn(() => super.scheduleUpdate());
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    if (changed.has("link") || changed.has("relay")) this.#begin();
    if (changed.has("displayName")) this.typed = undefined;
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    const { is } = this.visits.state;
    // The page's own file may still be on its way: then the update that shows it goes there.
    if (is === this.#page || this.renderRoot.querySelector(".loading") !== null) return;
    // The button that was pressed is gone with its page: who reads with a keyboard or a voice goes on at the new heading.
    const nowhere = document.activeElement === document.body || document.activeElement === this;
    if (this.#page === "connecting") void drawRest(this);
    else if (nowhere) this.renderRoot.querySelector<HTMLElement>(".page h1, waiting-room")?.focus({ preventScroll: true });
    this.#page = is;
  }

  protected override renderContent(): TemplateResult {
    const { state: current } = this.visits;
    const { store } = this.visits.visit ?? {};
    return html`
      ${current.is === "in" ? nothing : [masthead(current), store === undefined ? nothing : offlineBanner(store)]} ${this.#pageFor(current)}
      ${this.#callFor(current)}
      <div class="visually-hidden" role="alert">${this.news}</div>
    `;
  }

  #pageFor(current: GuestState): unknown {
    const now = Date.now();
    const { locale } = this;
    const { visit, link } = this.visits;
    switch (current.is) {
      case "connecting":
        return loadingPage();
      case "early": {
        const url = `${location.origin}${location.pathname}${location.search}#${link ?? ""}`;
        return this.#early.value?.earlyPage({ ...current, url, locale, now }) ?? loadingPage();
      }
      case "lobby":
        return visit === undefined ? nothing : this.#prejoin(visit, current.view, now);
      case "waiting":
        return html`<div class="page waiting" part="page waiting">
          <waiting-room exportparts=${WAITING_PARTS} lang=${this.lang || nothing} theme=${this.theme} show-position>
            ${
              // A slot passed on counts as content, even an empty one.
              [...this.children].some((child) => child.slot === "waiting") ? html`<slot name="waiting" slot="waiting"></slot>` : nothing
            }
            <slot name="footer" slot="footer"></slot>
          </waiting-room>
        </div>`;
      case "in":
        return nothing;
      case "out": {
        const busy = visit?.store.busy === true;
        const page = { state: current, busy, locale, now, knock: () => void this.knock(), resume: () => visit?.store.resume() };
        return this.#over.value?.overPage(page) ?? loadingPage();
      }
    }
  }

  /** A page that few see brings its own. */
  #withStyles<Page extends { styles: CSSResult }>(coming: Promise<Page>): Promise<Page> {
    return coming.then((page) => (adopt(this, page.styles), page));
  }

  #prejoin(visit: GuestVisit, view: LobbyView, now: number): TemplateResult {
    const { media, store } = visit;
    const failing = media.camera.problem !== undefined || media.microphone.problem !== undefined;
    const words = failing || store.problem !== undefined ? this.#words.value : undefined;
    return prejoinPage({
      view,
      media,
      now,
      parts: this.parts,
      name: this.#name(),
      nameMissing: this.nameMissing,
      busy: store.busy,
      unable: isUnable(view) ? (this.#words.value?.unableSentence() ?? nothing) : undefined,
      problem: store.problem === undefined ? undefined : words?.problemWords(store.problem.code),
      advice: words?.deviceAdvice(media) ?? [],
      policyUrl: webAddress(this.policyUrl),
      locale: this.locale,
      soundCheck: this.#soundCheck.view(),
      connection: this.#connection.value?.connectionLine(
        store,
        () => store.connection.request("connection:check", {}),
        () => this.requestUpdate(),
      ),
      typed: (name) => {
        this.typed = name;
        this.nameMissing = false;
      },
      knock: () => void this.knock(),
      openSettings: () => void openDeviceDialog(this, media),
      retryDevices: () => visit.retryDevices(),
    });
  }

  /** There from the time of waiting on, so that nothing has to be fetched when the door opens. */
  #callFor({ is }: GuestState): TemplateResult | typeof nothing {
    if (is !== "waiting" && is !== "in") return nothing;
    const loaded = !this.callMissing && this.#call.value !== undefined;
    if (!loaded) return is === "waiting" ? nothing : callOnItsWay(this.callMissing, () => (this.callMissing = false));
    return html`<div class="call" ?hidden=${is !== "in"}>
      <session-call
        part="call"
        exportparts=${CALL_PARTS}
        lang=${this.lang || nothing}
        theme=${this.theme}
        @join=${(event: Event) => this.#joined(event)}
        @leave=${(event: Event) => event.stopPropagation()}
      ></session-call>
    </div>`;
  }

  #name(): string {
    return this.typed ?? this.displayName ?? this.visits.name;
  }

  #begin(): void {
    const { relay } = this;
    if (relay === undefined || !URL.canParse(relay)) {
      const what = relay === undefined ? "is missing." : `is "${relay}", which is no address.`;
      return this.complain({ attribute: "relay", what, fix: 'Set relay="https://relay.example".' });
    }
    this.settle();
    this.visits.begin(relay, this.link);
  }

  #tellNews(news: GuestNews, before: GuestState): void {
    const admitted = news.is === "admitted";
    this.news = admitted ? this.speak(() => msg("You have been let in.", { id: "drop-in-join.admitted" })) : "";
    if (admitted) {
      this.visits.visit?.callBack.call(this.news);
      this.callMissing = false;
    }
    this.tell(news.is, "reason" in news ? { reason: news.reason } : undefined);
    if (news.is === "leave" && before.is === "in") this.#goOn(news.reason);
  }

  /** To the vendor's own page, after a session that came to its end; whoever was put out reads why. */
  #goOn(reason: RefusalCode): void {
    const url = webAddress(this.leaveRedirectUrl);
    if (url !== undefined && (reason === "left" || reason === "host-ended")) location.assign(url);
  }

  #joined(event: Event): void {
    event.stopPropagation();
    this.tell("join");
  }
}

define("drop-in-join", DropInJoin);

declare global {
  interface HTMLElementTagNameMap {
    "drop-in-join": DropInJoin;
  }
}
