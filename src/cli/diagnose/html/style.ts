/** The page's style: one column, as wide as its window, light or dark as the reader has it. */
export const pageStyle = `
:root {
  color-scheme: light dark;
  --back: #ffffff; --panel: #f5f6f8; --text: #1b1f24; --soft: #565f6b; --line: #d5d9df;
  --cause-0: #0072b2; --cause-1: #d55e00; --cause-2: #009e73; --cause-3: #a8568c;
  --cause-4: #8a6d00; --cause-5: #3f8fc4; --cause-6: #7a4fb3; --unexplained: #8b949e;
}
@media (prefers-color-scheme: dark) {
  :root {
    --back: #12151a; --panel: #1b2027; --text: #e6e9ed; --soft: #a3adb9; --line: #39414b;
    --cause-0: #56b4e9; --cause-1: #ff9950; --cause-2: #3ecfa0; --cause-3: #e19ac8;
    --cause-4: #e6c84f; --cause-5: #8ecbf0; --cause-6: #b79bef; --unexplained: #6e7781;
  }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 62rem; padding: 1rem; background: var(--back); color: var(--text);
  font: 16px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.5rem; margin: 0.5rem 0; }
h2 { font-size: 1.2rem; margin: 2rem 0 0.5rem; }
h3 { font-size: 1rem; margin: 0 0 0.25rem; }
p { margin: 0.35rem 0; }
.soft { color: var(--soft); }
.figures { display: flex; flex-wrap: wrap; gap: 0.5rem 2rem; padding: 0; margin: 1rem 0; list-style: none; }
.figures b { display: block; font-size: 1.4rem; }
.finding { background: var(--panel); border-left: 0.4rem solid var(--mark); border-radius: 0.3rem;
  padding: 0.75rem 1rem; margin: 0.75rem 0; overflow-wrap: anywhere; }
.chart { width: 100%; overflow: hidden; }
.scroll { overflow-x: auto; }
.scroll:focus-visible, summary:focus-visible { outline: 2px solid var(--cause-0); }
table { border-collapse: collapse; width: 100%; font-size: 0.9rem; }
caption { text-align: left; color: var(--soft); padding: 0.25rem 0; }
th, td { text-align: left; padding: 0.25rem 0.75rem 0.25rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
th.number, td.number { text-align: right; white-space: nowrap; }
td.name, th.name { overflow-wrap: anywhere; font-weight: normal; min-width: 9rem; }
td.bar { width: 30%; min-width: 4rem; }
td.bar span { display: block; height: 0.9rem; margin-top: 0.25rem; background: var(--cause-0); border-radius: 2px; }
summary { cursor: pointer; padding: 0.4rem 0; }
code { background: var(--panel); padding: 0 0.2rem; overflow-wrap: anywhere; }
.u-legend { font-size: 13px; }
.u-legend tr { border: 0; }
.u-legend th, .u-legend td { border: 0; padding: 0 4px; }
footer { margin: 3rem 0 1rem; color: var(--soft); font-size: 0.85rem; }
footer pre { white-space: pre-wrap; }
`
