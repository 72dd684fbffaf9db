import { Component, signal } from "@angular/core";
import { Portal } from "./portal.component.ts";

@Component({
  selector: "app-root",
  imports: [Portal],
  template: `
    <header>
      <h1>Riverside Counselling</h1>
      <button type="button" (click)="signedIn.set(!signedIn())">{{ signedIn() ? "Sign out" : "Sign in" }}</button>
    </header>
    @if (signedIn()) {
      <app-portal (happened)="tell($event)" />
    }
    <h2>What happened</h2>
    <ol id="news">
      @for (text of news(); track $index) {
        <li>{{ text }}</li>
      }
    </ol>
  `,
})
export class App {
  protected readonly signedIn = signal(true);
  protected readonly news = signal<string[]>([]);

  protected tell(text: string): void {
    this.news.update((before) => [...before, text]);
  }
}
