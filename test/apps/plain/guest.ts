import "doorstep/elements/drop-in-join.js";
import type { ReasonDetail } from "doorstep";
import { relay } from "../shared/practice.ts";

const guest = document.querySelector("drop-in-join");
const news = document.querySelector("#news");
if (guest === null || news === null) throw new Error("The page is not complete.");
guest.relay = relay;
guest.addEventListener("admitted", () => (news.textContent = "The door is open"));
guest.addEventListener("leave", (event) => (news.textContent = `Goodbye: ${(event as CustomEvent<ReasonDetail>).detail.reason}`));
