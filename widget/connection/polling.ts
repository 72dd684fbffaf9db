/** Long polling, for networks that let no WebSocket through: a file of its own, for few ever need it. */
export { XHR as polling } from "engine.io-client";
