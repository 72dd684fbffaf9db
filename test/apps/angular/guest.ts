import "doorstep/elements/drop-in-join.js";
import { bootstrapApplication } from "@angular/platform-browser";
import { Guest } from "./guest.component.ts";

await bootstrapApplication(Guest);
