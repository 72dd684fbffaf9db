import "doorstep";
import { bootstrapApplication } from "@angular/platform-browser";
import { App } from "./app.component.ts";

await bootstrapApplication(App);
