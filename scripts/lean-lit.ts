/** Of Lit what a browser needs that can show the tags at all: one with constructed style sheets, no polyfill, and markup that is ours. */

import type { Plugin } from "vite";

/** File, and what stands there instead of what. */
const PARTS: [file: RegExp, parts: [what: string, instead: string][]][] = [
  [
    /@lit\/reactive-element\/css-tag\.js$/u,
    [
      // A tag's colours need `light-dark()`, which is younger than constructed sheets.
      [
        'e=t.ShadowRoot&&(void 0===t.ShadyCSS||t.ShadyCSS.nativeShadow)&&"adoptedStyleSheets"in Document.prototype&&"replace"in CSSStyleSheet.prototype',
        "e=!0",
      ],
      [
        'else for(const e of o){const o=document.createElement("style"),n=t.litNonce;void 0!==n&&o.setAttribute("nonce",n),o.textContent=e.cssText,s.appendChild(o)}',
        "",
      ],
      // What the types keep anybody from writing.
      [
        'if(this._$cssResult$=!0,o!==s)throw Error("CSSResult is not constructable. Use `unsafeCSS` or `css` instead.");',
        "this._$cssResult$=!0;",
      ],
      [
        `if("number"==typeof t)return t;throw Error("Value passed to 'css' function must be a 'css' function result: "+t+". Use 'unsafeCSS' to pass non-literal values, but take care to ensure page security.")`,
        "return t",
      ],
    ],
  ],
  [
    /@lit\/reactive-element\/reactive-element\.js$/u,
    [
      // Of decorators of the newer kind (docs/decisions/old-decorators.md).
      ['Symbol.metadata??=Symbol("metadata"),a.litPropertyMetadata??=new WeakMap;', ""],
      [
        "const t=this[Symbol.metadata];if(null!==t){const s=litPropertyMetadata.get(t);if(void 0!==s)for(const[t,i]of s)this.elementProperties.set(t,i)}",
        "",
      ],
      ["p?.({ReactiveElement:y}),", ""],
      ["p=a.reactiveElementPolyfillSupport,", ""],
    ],
  ],
  [/lit-html\/lit-html\.js$/u, [[",B=t.litHtmlPolyfillSupport;B?.(S,k),", ";"]]],
  [
    /lit-element\/lit-element\.js$/u,
    [[",s.litElementHydrateSupport?.({LitElement:i});const o=s.litElementPolyfillSupport;o?.({LitElement:i});", ";"]],
  ],
];

export function leanLit(): Plugin {
  return {
    name: "lean-lit",
    enforce: "pre",
    transform(code, id) {
      const found = PARTS.find(([file]) => file.test(id));
      if (found === undefined) return null;
      let lean = code;
      for (const [what, instead] of found[1]) {
        // Another version of Lit may put it differently: better no build than one with half of it gone.
        if (!lean.includes(what)) this.error(`${found[0].source} does not say ${what} any more.`);
        lean = lean.replace(what, () => instead);
      }
      return lean;
    },
  };
}
