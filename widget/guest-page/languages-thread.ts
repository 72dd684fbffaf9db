/** The thread of `languages-ahead.ts`. What is listed here is listed for the page too. */

new Intl.DateTimeFormat();
new Intl.NumberFormat();
postMessage("listed");
