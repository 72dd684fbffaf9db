import "doorstep";
import type {} from "doorstep/react";
import type { Guest, SessionInfo, WaitingList } from "doorstep";
import { StrictMode, useRef, useState } from "react";
import { createRoot } from "react-dom/client";
import { contacts, getToken, relay, services, startsAt } from "../shared/practice.ts";

interface Told {
  happened(text: string): void;
}

function Session({ session, happened }: Told & { session: SessionInfo }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <session-link-manager
        inline
        session-id={session.id}
        contacts={contacts}
        oninvites-sent={({ detail }) => happened(`invited: ${detail.invites.length}`)}
      />
      {open && (
        <session-call
          session-id={session.id}
          onjoin={() => happened("in the call")}
          onparticipant-count={({ detail }) => happened(`inside: ${detail.count}`)}
          onleave={({ detail }) => happened(`left: ${detail.reason}`)}
        />
      )}
      <button type="button" onClick={() => setOpen(!open)}>
        {open ? "Close the call" : "Open the call"}
      </button>
    </>
  );
}

function Portal({ happened }: Told) {
  const list = useRef<WaitingList>(null);
  const [guests, setGuests] = useState<Guest[]>([]);
  const [session, setSession] = useState<SessionInfo>();
  return (
    <session-provider relay={relay} getToken={getToken} onconnection-change={({ detail }) => happened(`connection: ${detail.state}`)}>
      <waiting-list
        ref={list}
        onguest-waiting={({ detail }) => setGuests((before) => [...before, detail.guest])}
        onguest-admitted={({ detail }) => {
          setGuests((before) => before.filter(({ guestId }) => guestId !== detail.guest.guestId));
          happened(`let in: ${detail.guest.name}`);
        }}
      />
      {guests.map(({ guestId, name }) => (
        <button key={guestId} type="button" onClick={() => void list.current?.admit(guestId)}>
          Open the door to {name}
        </button>
      ))}
      <session-composer
        client-ref="noor-haddad"
        no-share-step
        starts-at={startsAt}
        services={services}
        contacts={contacts}
        onsession-created={({ detail }) => {
          setSession(detail.session);
          happened(`created: ${detail.session.service}`);
        }}
      />
      {session && <Session key={session.id} session={session} happened={happened} />}
    </session-provider>
  );
}

function App() {
  const [signedIn, setSignedIn] = useState(true);
  const [news, setNews] = useState<string[]>([]);
  return (
    <>
      <header>
        <h1>Riverside Counselling</h1>
        <button type="button" onClick={() => setSignedIn(!signedIn)}>
          {signedIn ? "Sign out" : "Sign in"}
        </button>
      </header>
      {signedIn && <Portal happened={(text) => setNews((before) => [...before, text])} />}
      <h2>What happened</h2>
      <ol id="news">
        {news.map((text, index) => (
          <li key={index}>{text}</li>
        ))}
      </ol>
    </>
  );
}

const root = document.querySelector("#app");
if (root === null) throw new Error("The page is not complete.");
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
