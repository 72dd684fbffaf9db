import { Component, CUSTOM_ELEMENTS_SCHEMA, signal } from "@angular/core";
import type {} from "doorstep/angular";
import { relay } from "../shared/practice.ts";

@Component({
  selector: "app-root",
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `
    <p role="status">{{ news() }}</p>
    <drop-in-join [relay]="relay" (admitted)="news.set('The door is open')" (leave)="news.set('Goodbye: ' + $event.detail.reason)" />
  `,
})
export class Guest {
  protected readonly relay = relay;
  protected readonly news = signal("Welcome");
}
