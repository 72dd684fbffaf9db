import vue from "@vitejs/plugin-vue";
import { defineConfig } from "vite";

export default defineConfig({
  // Vue itself has to be told which tags are no components of its own.
  plugins: [vue({ template: { compilerOptions: { isCustomElement: (tag) => tag.includes("-") } } })],
  build: { target: "es2022", rolldownOptions: { input: ["index.html", "guest.html"] } },
});
