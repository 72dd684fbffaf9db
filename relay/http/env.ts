/** What every handler finds with its request. */

import type { HttpBindings } from "@hono/node-server";

export interface HttpEnv {
  /** Absent when a test asks the app without a server. */
  Bindings: Partial<HttpBindings>;
  Variables: {
    requestId: string;
    /** The pattern of the route that answers, for log and metrics; never the path itself. */
    route: string;
    tenantId?: string;
  };
}
