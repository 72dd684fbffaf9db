"use strict";

exports.createSocket = () => {
  throw new Error("Janus is reached by WebSocket here: a JANUS_URLS entry begins with ws: or wss:.");
};
