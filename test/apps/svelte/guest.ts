import "doorstep/elements/drop-in-join.js";
import { mount } from "svelte";
import Guest from "./Guest.svelte";

const target = document.querySelector("#app");
if (target === null) throw new Error("The page is not complete.");
mount(Guest, { target });
