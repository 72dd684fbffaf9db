import "doorstep/elements/drop-in-join.js";
import type {} from "doorstep/react";
import { useState } from "react";
import { createRoot } from "react-dom/client";
import { relay } from "../shared/practice.ts";

function Guest() {
  const [news, setNews] = useState("Welcome");
  return (
    <>
      <p role="status">{news}</p>
      <drop-in-join
        relay={relay}
        onadmitted={() => setNews("The door is open")}
        onleave={({ detail }) => setNews(`Goodbye: ${detail.reason}`)}
      />
    </>
  );
}

const root = document.querySelector("#app");
if (root === null) throw new Error("The page is not complete.");
createRoot(root).render(<Guest />);
