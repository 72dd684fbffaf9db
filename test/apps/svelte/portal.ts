import "doorstep";
import { mount } from "svelte";
import App from "./App.svelte";

const target = document.querySelector("#app");
if (target === null) throw new Error("The page is not complete.");
mount(App, { target });
