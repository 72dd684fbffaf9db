// The types of the tags in a framework need no code; this file lets a plain import of them pass.
export {};
