import type { ReactiveControllerHost } from "lit";

/** A file of the widget that is loaded when it is first wanted; its tag renders anew when it has come. */
export class Later<Module> {
  #module: Module | undefined;
  #loading = false;

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly load: () => Promise<Module>,
    /** Called when it did not come; it is tried again the next time it is wanted. */
    private readonly failed: () => void = () => {},
  ) {}

  /** Undefined until it is here. */
  get value(): Module | undefined {
    this.want();
    return this.#module;
  }

  want(): void {
    if (this.#module !== undefined || this.#loading) return;
    this.#loading = true;
    this.load().then(
      (module) => {
        this.#module = module;
        this.host.requestUpdate();
      },
      () => {
        this.#loading = false;
        this.failed();
      },
    );
  }
}
