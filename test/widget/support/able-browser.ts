/** Imported by tests of what a page does, outside of a browser: this place counts as one that has calls. */

Object.assign(globalThis, { RTCPeerConnection: class {} });
