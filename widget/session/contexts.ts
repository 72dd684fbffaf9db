/**
 * What a tag hands to the tags inside it. Many narrow contexts, so that a tag hears only of what it uses. The keys are
 * registered symbols, so a tag loaded from one file understands a provider loaded from another.
 */

import { createContext } from "@lit/context";
import type { ConnectionState, HostConnection } from "../connection/relay-connection.ts";
import type { LocalMedia } from "../media/local-media.ts";
import type { GuestStore } from "./guest-store.ts";

/** The relay's origin, as the provider was given it. */
export const relayContext = createContext<string | undefined>(Symbol.for("doorstep.relay"));
/** The one connection to the host door that all tags inside a `<session-provider>` share; undefined until it can be made. */
export const hostConnectionContext = createContext<HostConnection | undefined>(Symbol.for("doorstep.host-connection"));
/** Whether that connection stands. */
export const connectionStateContext = createContext<ConnectionState>(Symbol.for("doorstep.connection-state"));
/** What the guest on this page may see and do now; given by `<drop-in-join>`. */
export const guestStoreContext = createContext<GuestStore | undefined>(Symbol.for("doorstep.guest-store"));
/** This browser's camera and microphone: set up before the call and used in it. */
export const localMediaContext = createContext<LocalMedia | undefined>(Symbol.for("doorstep.local-media"));
