import { Component, CUSTOM_ELEMENTS_SCHEMA, output, signal } from "@angular/core";
import type {} from "doorstep/angular";
import type { Guest, SessionInfo } from "doorstep";
import { contacts, getToken, relay, services, startsAt } from "../shared/practice.ts";

@Component({
  selector: "app-portal",
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `
    <session-provider [relay]="relay" [getToken]="getToken" (connection-change)="happened.emit('connection: ' + $event.detail.state)">
      <waiting-list #list (guest-waiting)="waits($event.detail.guest)" (guest-admitted)="letIn($event.detail.guest)" />
      @for (guest of guests(); track guest.guestId) {
        <button type="button" (click)="list.admit(guest.guestId)">Open the door to {{ guest.name }}</button>
      }
      <session-composer
        client-ref="noor-haddad"
        no-share-step
        [startsAt]="startsAt"
        [services]="services"
        [contacts]="contacts"
        (session-created)="created($event.detail.session)"
      />
      @if (session(); as session) {
        <session-link-manager
          inline
          [sessionId]="session.id"
          [contacts]="contacts"
          (invites-sent)="happened.emit('invited: ' + $event.detail.invites.length)"
        />
        @if (open()) {
          <session-call
            [sessionId]="session.id"
            (join)="happened.emit('in the call')"
            (participant-count)="happened.emit('inside: ' + $event.detail.count)"
            (leave)="happened.emit('left: ' + $event.detail.reason)"
          />
        }
        <button type="button" (click)="open.set(!open())">{{ open() ? "Close the call" : "Open the call" }}</button>
      }
    </session-provider>
  `,
})
export class Portal {
  readonly happened = output<string>();

  protected readonly relay = relay;
  protected readonly getToken = getToken;
  protected readonly startsAt = startsAt;
  protected readonly services = services;
  protected readonly contacts = contacts;
  protected readonly guests = signal<Guest[]>([]);
  protected readonly session = signal<SessionInfo | undefined>(undefined);
  protected readonly open = signal(false);

  protected waits(guest: Guest): void {
    this.guests.update((before) => [...before, guest]);
  }

  protected letIn(guest: Guest): void {
    this.guests.update((before) => before.filter(({ guestId }) => guestId !== guest.guestId));
    this.happened.emit(`let in: ${guest.name}`);
  }

  protected created(session: SessionInfo): void {
    this.session.set(session);
    this.happened.emit(`created: ${session.service}`);
  }
}
