import { LitElement, html } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import SimplePeer from "simple-peer/simplepeer.min.js";
import { io } from "socket.io-client";

@customElement("tool-chain")
class ToolChain extends LitElement {
  @property({ attribute: "who-is" }) whoIs = "x";
  @state() private n = 1;
  override render() {
    return html`<p>${this.whoIs} ${this.n}</p>`;
  }
  up() {
    this.n++;
  }
}

describe("toolchain", () => {
  it("decorators", async () => {
    const el = document.createElement("tool-chain") as ToolChain;
    el.setAttribute("who-is", "me");
    document.body.append(el);
    await el.updateComplete;
    el.up();
    await el.updateComplete;
    if (el.shadowRoot?.textContent !== "me 2") throw new Error(el.shadowRoot?.textContent ?? "");
    if (typeof io !== "function") throw new Error("io");
  });
  it("peers", async () => {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true, video: true });
    const a = new SimplePeer({ initiator: true, stream });
    const b = new SimplePeer();
    a.on("signal", (s) => b.signal(s));
    b.on("signal", (s) => a.signal(s));
    const got = await new Promise<MediaStream>((done) => b.on("stream", done));
    if (got.getTracks().length !== 2) throw new Error("tracks");
    a.destroy();
    b.destroy();
  });
  it.skip("skips", () => {});
});
