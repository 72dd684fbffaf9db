/** A page's mistake, as the tag's base class takes it. */
export interface LinkComplaint {
  attribute: string;
  what: string;
  fix: string;
}

export const NOT_LOADED: LinkComplaint = {
  attribute: "relay",
  what: "could not be used: a file of the widget did not load.",
  fix: "Serve all files of the widget's folder from one place, and let the page's CSP allow them.",
};
