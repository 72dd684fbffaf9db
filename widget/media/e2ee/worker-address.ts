/** Where the thread's file is: beside the others. In the build of one file it stands in that file itself (`scripts/worker-inside.ts`). */
export async function workerAddress(): Promise<string> {
  const { default: address } = await import("./frame-worker.ts?worker&url");
  return new URL(address, import.meta.url).href;
}
