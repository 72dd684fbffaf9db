/** Why a camera or microphone cannot be used, found out as exactly as browsers allow. */

export type DeviceKind = "microphone" | "camera";

export type DeviceProblem =
  /** The person, or the browser's settings, said no. */
  | "denied"
  /** The question was closed without an answer: it can be asked again. */
  | "dismissed"
  /** The page, or the frame around it, does not let this site use it. */
  | "blocked-by-page"
  /** There is none, or it was unplugged. */
  | "missing"
  /** Another program holds it. */
  | "in-use"
  /** The page has no TLS, or the browser is too old. */
  | "unsupported"
  /** What is behind the person shall be blurred, and cannot be. */
  | "unblurred"
  | "failed";

interface FeaturePolicy {
  allowsFeature(name: string): boolean;
}

/** @param error what `getUserMedia` rejected with, asked for this kind alone or together with the other */
export async function problemOf(kind: DeviceKind, error: unknown): Promise<DeviceProblem> {
  const { name } = error as DOMException;
  switch (name) {
    case "NotAllowedError":
    case "SecurityError":
      return whyNotAllowed(kind);
    case "NotFoundError":
    case "OverconstrainedError":
      return "missing";
    case "NotReadableError":
    case "AbortError":
      return "in-use";
    case "TypeError":
      return "unsupported";
    default:
      return "failed";
  }
}

async function whyNotAllowed(kind: DeviceKind): Promise<DeviceProblem> {
  const { featurePolicy } = document as Document & { featurePolicy?: FeaturePolicy };
  if (featurePolicy?.allowsFeature(kind) === false) return "blocked-by-page";
  return (await permissionFor(kind)) === "prompt" ? "dismissed" : "denied";
}

/** `undefined` where the browser does not tell. */
export async function permissionFor(kind: DeviceKind): Promise<PermissionState | undefined> {
  try {
    return (await navigator.permissions.query({ name: kind })).state;
  } catch {
    return undefined;
  }
}
