import { Component, CUSTOM_ELEMENTS_SCHEMA } from "@angular/core";
import type {} from "doorstep/angular";

/** What the types of the tags do not let pass; never shown. Templates know no `@ts-expect-error`: the test names the errors. */
@Component({
  selector: "app-mistakes",
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `
    <waiting-list #list (guest-waiting)="hear($event.detail.visitor)" />
    <button type="button" (click)="list.letIn()">Open the door</button>
    <session-call (participant-count)="hear($event.detail.count)" (leave)="hear($event.detail.reason)" />
  `,
})
export class Mistakes {
  protected hear(reason: string): void {
    document.title = reason;
  }
}
