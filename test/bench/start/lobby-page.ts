/** The floor of a lobby: lit, its contexts and socket.io-client, one connection, one field, one button. What our page has to be as quick as. */

import { createContext, provide } from "@lit/context";
import { html, LitElement, nothing } from "lit";
import { customElement, state } from "lit/decorators.js";
import type { Socket } from "socket.io-client";
import { io } from "socket.io-client";
import { GUEST_DOOR, SOCKET_PATH } from "../../../protocol/doors.ts";
import { newId } from "../../../protocol/ids.ts";
import type { GuestView } from "../../../protocol/views.ts";

const { relay } = Object.fromEntries(new URLSearchParams(location.search)) as { relay: string };
const link = location.hash.slice(1);
const connection = createContext<Socket>("connection");

@customElement("plain-lobby")
class PlainLobby extends LitElement {
  @provide({ context: connection }) socket = io(relay + GUEST_DOOR, {
    path: SOCKET_PATH,
    auth: { link, instance: newId("ins") },
    transports: ["websocket"],
  });
  @state() private view: GuestView | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.socket.on("view", (view: GuestView) => (this.view = view));
  }

  override render() {
    if (this.view === undefined) return nothing;
    return html`<h1>${this.view.info.service}</h1>
      <label>Your name <input .value=${this.view.state === "lobby" ? this.view.name : ""} /></label>
      <button @click=${() => this.socket.emit("guest:knock", { name: this.renderRoot.querySelector("input")?.value })}>Join</button>`;
  }
}
document.body.append(new PlainLobby());
