import "doorstep/elements/drop-in-join.js";
import { createApp } from "vue";
import Guest from "./Guest.vue";

createApp(Guest).mount("#app");
