// One entry for each page that has a bundle. The server finds the files by the manifest (api/pages/assets.py); their
// names carry the hash of their content and lie in one flat folder, so that chunks find each other by relative address.
import { defineConfig } from "vite";

export default defineConfig({
  base: "./",
  publicDir: false,
  build: {
    outDir: "../api/pages/built",
    emptyOutDir: true,
    manifest: "manifest.json",
    license: { fileName: "licenses.md" },
    modulePreload: { polyfill: false },
    target: "es2023",
    assetsInlineLimit: 0,
    rollupOptions: {
      input: { editor: "src/editor/main.ts", network: "src/network/main.ts" },
      output: {
        entryFileNames: "[name].[hash].js",
        chunkFileNames: "[name].[hash].js",
        assetFileNames: "[name].[hash][extname]",
      },
    },
  },
});
